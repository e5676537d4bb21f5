// Rollback: the chain is as it was at an earlier height, and goes on from there.
import { beforeEach, describe, expect, it } from "vitest";
import { recordKeys } from "#src/consensus/records.ts";
import { present } from "#src/core/assert.ts";
import { audit } from "#src/node/maintenance/audit.ts";
import { requireBlock } from "#src/node/maintenance/chain.ts";
import { rollBackTo } from "#src/node/maintenance/rollback.ts";
import type { OpenLedger } from "#src/node/openLedger.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import { chainGenesisTimeMs, chainOn, memoryLedger } from "#tests/support/chains.ts";
import { paymentOf } from "#tests/support/payments.ts";
import { refusalOf } from "#tests/support/refusal.ts";

const payment = { from: "alice", to: "bob", amount: 1n } as const;
let database: MemoryDatabase;
let ledger: OpenLedger;
let clockMs: number;
let bytes: Uint8Array[];

beforeEach(async () => {
  database = new MemoryDatabase();
  ledger = await memoryLedger(database);
  clockMs = chainGenesisTimeMs;
  const { network } = ledger.machine;
  bytes = Array.from({ length: 4 }, () => paymentOf(network, payment, chainGenesisTimeMs + 300_000));
  for (const transaction of bytes) await decideOn(ledger, transaction);
});

async function decideOn(on: OpenLedger, transaction: Uint8Array) {
  const chain = chainOn(on, { nowMs: () => (clockMs += 1_000) });
  chain.submit(transaction);
  const [block] = await chain.decide();
  return present(block, "a block was made");
}

async function rowKeys(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of ledger.store.scanBlockRows({ prefix: "" })) keys.push(key);
  return keys;
}

describe("a rollback", () => {
  it("leaves nothing of the later blocks, and a sound chain that goes on", async () => {
    const { root } = requireBlock(ledger.store, 2);
    const keys = await rowKeys();
    await rollBackTo(ledger.store, 2);
    expect(ledger.store.head).toMatchObject({ height: 2, root });
    expect(await rowKeys()).toHaveLength(keys.length - 2 * 4);
    const [, , third] = bytes;
    const reopened = await memoryLedger(database);
    expect((await audit(reopened)).broken).toEqual([]);
    const { record, results } = await decideOn(reopened, present(third, "a third"));
    expect(record.signed?.header).toMatchObject({ height: 3, appHash: root });
    // What was undone is forgotten, so it may come again; what was not is still remembered.
    expect(results.results[0]?.code).toBe(0);
    const [first] = bytes;
    const { id, validUntilMs } = reopened.machine.prepare(present(first, "a first"));
    expect(reopened.machine.guard.has(id, validUntilMs)).toBe(true);
  });

  it("goes back to genesis, from where the chain begins again", async () => {
    await rollBackTo(ledger.store, 0);
    expect(await rowKeys()).toEqual([recordKeys.genesis]);
    const reopened = await memoryLedger(database);
    expect((await decideOn(reopened, present(bytes[0], "a first"))).record.height).toBe(1);
  });

  it("keeps the place of a transaction whose repetition it undoes", async () => {
    const first = present(bytes[0], "a first");
    await decideOn(ledger, first);
    await rollBackTo(ledger.store, 4);
    expect((await audit(ledger)).broken).toEqual([]);
  });

  it("to the newest height changes nothing, and to one that is not there is refused", async () => {
    const keys = await rowKeys();
    await rollBackTo(ledger.store, 4);
    expect(await rowKeys()).toEqual(keys);
    const refused = await rollBackTo(ledger.store, 5).catch((reason) => reason);
    expect(
      refusalOf(() => {
        throw refused;
      }),
    ).toBe("state/heightNotKept");
  });
});
