// Decided transactions as they are shown: read back from the records of their block.
import { describe, expect, it } from "vitest";
import { decidedTransaction, eventsOfBlock, eventsOfTransaction } from "#src/consensus/decided.ts";
import type { DecidedBlockRecord } from "#src/consensus/records.ts";
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { chainGenesisTimeMs, chainOn, memoryLedger } from "#tests/support/chains.ts";
import { devnet, paymentBatchOf, paymentOf, transactionOf } from "#tests/support/payments.ts";

const timeMs = chainGenesisTimeMs + 1_000;
const soonMs = timeMs + 60_000;

/** One block of the given transactions, and what is shown of each. */
async function decideTogether(transactionsOf: (network: string) => readonly Uint8Array[]) {
  const ledger = await memoryLedger();
  const { machine } = ledger;
  const chain = chainOn(ledger, { nowMs: () => timeMs });
  for (const bytes of transactionsOf(machine.network)) chain.submit(bytes);
  const [block] = await chain.decide();
  const { record, results } = present(block, "a block was made");
  const shown = record.transactions.map((bytes, index) =>
    decidedTransaction(machine.registry, record, results, index, machine.prepare(bytes)),
  );
  return { ledger, chain, block: { record, results } satisfies DecidedBlockRecord, shown };
}

const pay = (amount: bigint) => (network: string) => paymentOf(network, { from: "alice", to: "bob", amount }, soonMs);
const lock = (network: string) =>
  transactionOf(
    network,
    [
      {
        actor: "alice",
        type: "settlement/lockFunds",
        content: { currency: "USD", to: devnet.account("bob"), amount: 5n, expiresMs: timeMs + 30_000 },
      },
    ],
    soonMs,
  );

describe("a decided transaction", () => {
  it("shows its place, its result and its events in JSON form", async () => {
    const { shown, block } = await decideTogether((network) => [pay(1n)(network), pay(7n)(network)]);
    expect(shown[1]).toMatchObject({
      id: block.record.transactionIds[1],
      kind: "transaction",
      height: 1,
      index: 1,
      timeMs,
      code: 0,
      answers: [null],
      workUsed: 20,
    });
    expect(shown[1]?.events).toMatchObject([
      { height: 1, type: "settlement/paymentSettled", content: { to: devnet.account("bob"), amount: "7" } },
    ]);
    expect(shown[1]).not.toHaveProperty("refusal");
  });

  it("shows the answer of each message that has one", async () => {
    const { shown } = await decideTogether((network) => [lock(network)]);
    expect(shown[0]?.answers).toEqual([{ lock: 1 }]);
  });

  it("shows why it was refused, and no answers and no events", async () => {
    const { shown } = await decideTogether((network) => [pay(10n ** 15n)(network)]);
    const [refused] = shown;
    expect(refused?.code).toBeGreaterThan(0);
    expect(refused?.refusal?.code).toMatch(/^accounts\//);
    expect(refused?.answers).toEqual([]);
    expect(refused?.events).toEqual([]);
  });

  it("shows of a batch the code of each item, and the refusals of those that failed", async () => {
    const items = [1n, 10n ** 15n, 2n].map((amount) => ({ to: "bob", amount }));
    const { shown } = await decideTogether((network) => [paymentBatchOf(network, "alice", items, soonMs)]);
    const [batch] = shown;
    const failed = batch?.itemCodes?.[1] ?? 0;
    expect(batch).toMatchObject({ kind: "batch", code: 0, answers: [], itemCodes: [0, failed, 0] });
    expect(failed).toBeGreaterThan(0);
    expect(batch?.itemRefusals).toMatchObject([{ index: 1, refusal: { code: expect.stringMatching(/^accounts\//) } }]);
    expect(batch?.events).toHaveLength(2);
  });
});

describe("the events of a block", () => {
  it("are numbered through all its transactions, then those of block work", async () => {
    const { ledger, chain, block } = await decideTogether((network) => [
      pay(1n)(network),
      lock(network),
      pay(2n)(network),
    ]);
    const { registry } = ledger.machine;
    const all = [...eventsOfBlock(registry, block.record, block.results, 0)];
    expect(all.map(({ index }) => index)).toEqual(all.map((_, index) => index));
    expect(all.map(({ type }) => type)).toEqual([
      "settlement/paymentSettled",
      "settlement/fundsLocked",
      "settlement/paymentSettled",
    ]);
    for (const [index, id] of block.record.transactionIds.entries()) {
      const own = all.filter(
        ({ transactionId }) => transactionId !== undefined && bytesToHex(transactionId) === bytesToHex(id),
      );
      expect(eventsOfTransaction(registry, block.record, block.results, index)).toEqual(own);
    }
    expect(chain.decided).toHaveLength(1);
  });

  it("go on from any number", async () => {
    const { ledger, block } = await decideTogether((network) => [pay(1n)(network), pay(2n)(network), pay(3n)(network)]);
    const all = [...eventsOfBlock(ledger.machine.registry, block.record, block.results, 0)];
    for (let from = 0; from <= all.length + 1; from += 1) {
      expect([...eventsOfBlock(ledger.machine.registry, block.record, block.results, from)]).toEqual(all.slice(from));
    }
  });

  it("name no transaction where the block itself did the work", async () => {
    const ledger = await memoryLedger();
    let clockMs = timeMs;
    const chain = chainOn(ledger, { nowMs: () => clockMs });
    chain.submit(lock(ledger.machine.network));
    await chain.decide();
    clockMs += 31_000;
    chain.engine.want();
    chain.pay({ from: "alice", to: "bob", amount: 1n });
    const [block] = await chain.decide();
    const { record, results } = present(block, "a block was made");
    const events = [...eventsOfBlock(ledger.machine.registry, record, results, 0)];
    expect(events.map(({ type, transactionId }) => [type, transactionId === undefined])).toEqual([
      ["settlement/paymentSettled", false],
      ["settlement/lockExpired", true],
    ]);
  });
});
