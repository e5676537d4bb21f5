// A rolling upgrade: validators change programs one by one, a module joins at the agreed height, and all of it replays.
import type { RequestFinalizeBlock } from "cosmjs-types/tendermint/abci/types";
import types from "cosmjs-types/tendermint/abci/types";
import { expect, it } from "vitest";
import { encodeBundle } from "#src/consensus/abci/bundle.ts";
import { decodeBlockRecord, recordKeys } from "#src/consensus/records.ts";
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { networkOf } from "#src/machine/genesis.ts";
import { chainModules, type ModuleVersions } from "#src/machine/versions.ts";
import { nativeSha256Into } from "#src/node/nativeCrypto.ts";
import { beginChain, machineOf, type OpenLedger, resumeChain } from "#src/node/openLedger.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import { openStoreOn } from "#src/state/store/openStore.ts";
import { firstProgram, laterProgram, simulationGenesis } from "#tests/simulation/setting.ts";
import { applicationOn } from "#tests/support/applications.ts";
import { paymentOf, type SentMessage, transactionOf } from "#tests/support/payments.ts";

const genesis = simulationGenesis();
const network = networkOf(firstProgram().registryOf(genesis.moduleVersions), genesis);
const noticeBlocks = 5;

/** Opens what a validator has on its disk under a program, as a restart does. */
async function open(database: MemoryDatabase, versions: ModuleVersions): Promise<OpenLedger> {
  const registry = versions.registryOf(genesis.moduleVersions);
  const store = await openStoreOn(database, nativeSha256Into);
  const onFault = (fault: unknown) => {
    throw fault;
  };
  const machine = machineOf(versions, store, network, onFault);
  if (store.head === undefined) await beginChain(machine, store, registry, genesis);
  else await resumeChain(machine, store, registry, genesis);
  return { genesis, machine, store, versions };
}

class Validator {
  readonly #database = new MemoryDatabase();
  #ledger: OpenLedger | undefined;

  async run(versions: ModuleVersions): Promise<void> {
    this.#ledger = await open(this.#database, versions);
  }

  get ledger(): OpenLedger {
    return present(this.#ledger, "it runs");
  }

  /** The root after a block, as the engine hears it. */
  async decide(block: RequestFinalizeBlock): Promise<string> {
    const application = applicationOn(this.ledger);
    const ask = (request: object) => application.handle(types.Request.fromPartial(request as never));
    const { finalizeBlock } = await ask({ finalizeBlock: block });
    await ask({ commit: {} });
    return bytesToHex(present(finalizeBlock?.appHash, "a root"));
  }
}

const timeMsOf = (height: number) => genesis.timeMs + height * 1_000;

function blockOf(height: number, sent: readonly SentMessage[] = []): RequestFinalizeBlock {
  const until = timeMsOf(height) + 60_000;
  const payment = paymentOf(network, { from: "alice", to: "bob", amount: 1n, currency: "CNY" }, until);
  const envelopes = sent.length === 0 ? [payment] : [payment, transactionOf(network, sent, until)];
  const seconds = BigInt(Math.floor(timeMsOf(height) / 1_000));
  return types.RequestFinalizeBlock.fromPartial({
    height: BigInt(height),
    time: { seconds, nanos: 0 },
    txs: [encodeBundle(envelopes)],
  });
}

it("leads every validator to one root, and a replay too; who is late stops at the height and goes on after it", async () => {
  const validators = Array.from({ length: 4 }, () => new Validator());
  for (const validator of validators) await validator.run(firstProgram());
  const joinsAt = 2 + noticeBlocks;
  const plan: SentMessage = {
    actor: "governor",
    type: "parameters/planModule",
    content: { module: "latecomer", version: 1, fromHeight: joinsAt },
  };
  const blocks = Array.from({ length: joinsAt + 3 }, (_, index) => blockOf(index + 1, index === 1 ? [plan] : []));
  const late = present(validators[3], "a fourth");

  for (const [index, block] of blocks.entries()) {
    const height = index + 1;
    // One validator a block changes its program, before the height; the fourth forgets to.
    if (height >= 3 && height < 6) await present(validators[height - 3], "one to upgrade").run(laterProgram());
    const running = height < joinsAt ? validators : validators.slice(0, 3);
    const roots = await Promise.all(running.map((validator) => validator.decide(block)));
    expect(new Set(roots).size, `block ${height}`).toBe(1);
  }
  await expect(late.decide(present(blocks[joinsAt - 1], "the block"))).rejects.toThrow("latecomer");

  await late.run(laterProgram());
  for (const block of blocks.slice(joinsAt - 1)) await late.decide(block);
  const [first] = validators;
  const { store } = present(first, "a first").ledger;
  const head = present(store.head, "a head");
  expect(late.ledger.store.head?.root).toEqual(head.root);
  const { active } = present(chainModules.get(store.reader()), "modules in force");
  expect(active.find(({ name }) => name === "latecomer")?.sinceHeight).toBe(joinsAt);

  const replayed = await open(new MemoryDatabase(), laterProgram());
  for (let height = 1; height <= head.height; height += 1) {
    const record = decodeBlockRecord(present(store.readBlockRow(recordKeys.block(height)), "a record"));
    replayed.machine.executeBlock(record);
    replayed.machine.guard.takeBlockRow();
    expect(bytesToHex(replayed.store.seal().root)).toBe(bytesToHex(record.root));
    await replayed.store.persist();
  }
});
