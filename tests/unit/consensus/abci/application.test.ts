// The application: blocks as CometBFT hands them over, alike on every node and durable at Commit alone.
import type { Request } from "cosmjs-types/tendermint/abci/types";
import types from "cosmjs-types/tendermint/abci/types";
import { beforeEach, describe, expect, it } from "vitest";
import type { Application } from "#src/consensus/abci/application.ts";
import { encodeBundle } from "#src/consensus/abci/bundle.ts";
import { type DecidedBlockRecord, recordKeys } from "#src/consensus/records.ts";
import { limits } from "#src/core/limits.ts";
import { refusals as encodingRefusals } from "#src/core/refusals.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { refusals } from "#src/machine/refusals.ts";
import { balances } from "#src/modules/accounts/tables.ts";
import type { OpenLedger } from "#src/node/openLedger.ts";
import { applicationOn, ask as askOf, blockOf as blockFor, decideBlock } from "#tests/support/applications.ts";
import { chainGenesisTimeMs, chainOn, memoryLedger } from "#tests/support/chains.ts";
import { devnet, paymentOf } from "#tests/support/payments.ts";

interface Setting {
  readonly ledger: OpenLedger;
  readonly application: Application;
  readonly decided: DecidedBlockRecord[];
}

async function setUp(): Promise<Setting> {
  const ledger = await memoryLedger();
  const decided: DecidedBlockRecord[] = [];
  return { ledger, application: applicationOn(ledger, (block) => decided.push(block)), decided };
}

let setting: Setting;
beforeEach(async () => {
  setting = await setUp();
});

const ask = (request: Partial<Request>, { application } = setting) => askOf(application, request);

/** An empty list: well encoded, and still no bundle. */
const noBundle = Uint8Array.of(0x80);
const validUntilMs = chainGenesisTimeMs + 300_000;
const pay = (amount = 5n) =>
  paymentOf(setting.ledger.machine.network, { from: "alice", to: "bob", amount }, validUntilMs);

const blockOf = (height: number, txs: Uint8Array[]) => blockFor(height, txs, setting.ledger);
const decide = (height: number, txs: Uint8Array[], { application, ledger } = setting) =>
  decideBlock(application, ledger, height, txs);

const dollarsOf = (alias: string, { ledger } = setting) =>
  balances.get(ledger.store.reader(), "USD", devnet.account(alias))?.amount ?? 0n;

describe("a block", () => {
  it("is durable at Commit, and not before", async () => {
    const before = dollarsOf("bob");
    await ask({ finalizeBlock: blockOf(1, [encodeBundle([pay(7n)])]) });
    expect(setting.ledger.store.head?.height).toBe(0);
    expect(setting.decided).toEqual([]);
    await ask({ commit: {} });
    expect(setting.ledger.store.head?.height).toBe(1);
    expect(dollarsOf("bob") - before).toBe(7n);
    expect(setting.decided[0]?.record.transactionIds).toHaveLength(1);
  });

  it("comes with the first block that the engine must keep, asked for once it is durable", async () => {
    const { ledger } = setting;
    const application = applicationOn(ledger, undefined, () => 100 + (ledger.store.head?.height ?? 0));
    await ask({ finalizeBlock: blockOf(1, []) }, { ...setting, application });
    expect((await ask({ commit: {} }, { ...setting, application })).commit?.retainHeight).toBe(101n);
  });

  it("has one result a bundle, and its root is what Info tells", async () => {
    const answer = await decide(1, [encodeBundle([pay(1n), pay(2n)]), encodeBundle([pay(3n)])]);
    expect(answer?.txResults.map(({ code, gasUsed }) => [code, gasUsed])).toEqual([
      [0, 40n],
      [0, 20n],
    ]);
    const { info } = await ask({ info: types.RequestInfo.fromPartial({}) });
    expect(info?.lastBlockHeight).toBe(1n);
    expect(bytesToHex(info?.lastBlockAppHash ?? new Uint8Array())).toBe(
      bytesToHex(answer?.appHash ?? new Uint8Array()),
    );
  });

  it("is executed also with bytes in it that are no bundle, which are refused alone", async () => {
    const answer = await decide(1, [noBundle, encodeBundle([pay(4n)]), encodeBundle([Uint8Array.of(9)])]);
    const { malformedBundle } = refusals;
    expect(answer?.txResults.map(({ code }) => code)).toEqual([malformedBundle.definition.number, 0, 0]);
    expect(setting.decided[0]?.results.results.map(({ code }) => code)).toEqual([
      0,
      encodingRefusals.malformedEncoding.definition.number,
    ]);
  });

  it("is answered alike, and executed once, when an engine that was killed asks for it again", async () => {
    const block = { ...blockOf(1, [encodeBundle([pay(7n)])]), hash: Uint8Array.of(1) };
    const before = dollarsOf("bob");
    const first = await ask({ finalizeBlock: block });
    expect(await ask({ finalizeBlock: block })).toEqual(first);
    await expect(ask({ finalizeBlock: { ...block, hash: Uint8Array.of(2) } })).rejects.toThrow("twice");
    await ask({ commit: {} });
    expect(dollarsOf("bob") - before).toBe(7n);
  });

  it("leads to the root that the single engine reaches at the same time", async () => {
    const single = await memoryLedger();
    const payments = [pay(1n), pay(2n)];
    const chain = chainOn(single, { nowMs: () => chainGenesisTimeMs + 1_123 });
    for (const bytes of payments) chain.submit(bytes);
    await chain.decide();
    const answer = await decide(1, [encodeBundle(payments)]);
    expect(single.store.head).toMatchObject({ height: 1, root: answer?.appHash });
  });

  it("decides an envelope once, in whichever bundles it comes", async () => {
    const payment = pay(6n);
    const before = dollarsOf("bob");
    await decide(1, [encodeBundle([payment]), encodeBundle([pay(1n), payment])]);
    await decide(2, [encodeBundle([payment])]);
    expect(dollarsOf("bob") - before).toBe(7n);
  });

  it("leads to one root on every node, and on a replay of what was recorded", async () => {
    const blocks = [[encodeBundle([pay(1n), pay(2n)])], [], [Uint8Array.of(0), encodeBundle([pay(3n)])]];
    const other = await setUp();
    for (const [index, txs] of blocks.entries()) {
      const one = await decide(index + 1, txs);
      const two = await decide(index + 1, txs, other);
      expect(one).toEqual(two);
    }
    const third = await setUp();
    for (const { record } of setting.decided) {
      third.ledger.machine.executeBlock(record);
      third.ledger.machine.guard.takeBlockRow();
      const { root } = third.ledger.store.seal();
      expect(bytesToHex(root)).toBe(bytesToHex(record.root));
      await third.ledger.store.persist();
    }
    expect(third.ledger.store.readBlockRow(recordKeys.block(1))).toBeUndefined();
  });
});

describe("a proposal", () => {
  const proposed = async (txs: Uint8Array[], bytesMax = 4_000_000) => {
    const request = types.RequestPrepareProposal.fromPartial({ txs, maxTxBytes: BigInt(bytesMax), height: 1n });
    return (await ask({ prepareProposal: request })).prepareProposal?.txs ?? [];
  };
  const isAccepted = async (txs: Uint8Array[]) => {
    const { processProposal } = await ask({ processProposal: types.RequestProcessProposal.fromPartial({ txs }) });
    return processProposal?.status === types.ResponseProcessProposal_ProposalStatus.ACCEPT;
  };

  it("keeps bundles in order while they fit, drops what is none, and puts last what is decided already", async () => {
    const old = encodeBundle([pay(1n)]);
    await decide(1, [old]);
    const [one, two] = [encodeBundle([pay(2n)]), encodeBundle([pay(3n)])];
    expect(await proposed([old, one, Uint8Array.of(5), two])).toEqual([one, two, old]);
    expect(await proposed([one, two], one.length + 6)).toEqual([one]);
    expect(await isAccepted(await proposed([one, two]))).toBe(true);
  });

  it("is voted for as an honest proposer makes it, and not with other bytes, twice the same or too much", async () => {
    const bundle = encodeBundle([pay(2n)]);
    expect(await isAccepted([])).toBe(true);
    expect(await isAccepted([bundle])).toBe(true);
    expect(await isAccepted([bundle, bundle])).toBe(false);
    expect(await isAccepted([Uint8Array.of(1)])).toBe(false);
    const full = new Uint8Array(limits.transactionBytesMax);
    const tooMuch = Array.from({ length: 9 }, (_, index) => encodeBundle([full.slice().fill(index + 1)]));
    expect(await isAccepted(tooMuch.slice(0, 7))).toBe(true);
    expect(await isAccepted(tooMuch)).toBe(false);
  });
});

describe("the mempool's door", () => {
  const checked = async (tx: Uint8Array) => (await ask({ checkTx: types.RequestCheckTx.fromPartial({ tx }) })).checkTx;

  it("takes a bundle of good envelopes, and says how much work it asks for", async () => {
    expect(await checked(encodeBundle([pay(1n), pay(2n)]))).toMatchObject({ code: 0, gasWanted: 40n });
  });

  it("refuses what is no bundle, what cannot be read, what is wrongly signed, and what is decided", async () => {
    const forged = pay(3n);
    forged[forged.length - 1] = (forged[forged.length - 1] ?? 0) ^ 1;
    const old = encodeBundle([pay(4n)]);
    await decide(1, [old]);
    const codes = await Promise.all(
      [noBundle, encodeBundle([Uint8Array.of(9)]), encodeBundle([pay(1n), forged]), old].map(checked),
    );
    expect(codes.map((reply) => reply?.log)).toEqual([
      "machine/malformedBundle",
      "core/malformedEncoding",
      "machine/badSignature",
      "machine/alreadySeen",
    ]);
  });
});

describe("the beginning of a chain", () => {
  const begin = (change: object) =>
    ask({
      initChain: types.RequestInitChain.fromPartial({
        chainId: setting.ledger.machine.network,
        initialHeight: 1n,
        validators: setting.ledger.genesis.validators.map(({ publicKey, power }) => ({
          pubKey: { ed25519: publicKey },
          power,
        })),
        ...change,
      }),
    });

  it("answers with the root of genesis", async () => {
    const { initChain } = await begin({});
    expect(initChain?.appHash).toEqual(setting.ledger.store.head?.root);
  });

  it("is refused for another network, other validators, or another first height", async () => {
    await expect(begin({ chainId: "other" })).rejects.toThrow("the engine begins other");
    await expect(begin({ initialHeight: 5n })).rejects.toThrow("height 1");
    const stranger = { pubKey: { ed25519: new Uint8Array(32).fill(3) }, power: 10n };
    await expect(begin({ validators: [stranger] })).rejects.toThrow("other validators");
  });
});
