// Replay: the same blocks make the same states, and a block that does not is found.
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { decodeBlockRecord, encodeBlockRecord, recordKeys } from "#src/consensus/records.ts";
import { hashOfResults } from "#src/consensus/results.ts";
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { balances } from "#src/modules/accounts/tables.ts";
import { restoreBackup } from "#src/node/backup/restoreBackup.ts";
import { replay } from "#src/node/maintenance/replay.ts";
import { type OpenLedger, openExistingLedger } from "#src/node/openLedger.ts";
import { blockRowWrites } from "#src/state/store/blockWrites.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import { saveBackup } from "#tests/support/backups.ts";
import { chainGenesisTimeMs, chainOn, memoryLedger } from "#tests/support/chains.ts";
import { hashOfText } from "#tests/support/cometBlocks.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";
import { devnet } from "#tests/support/payments.ts";

let folder: ReturnType<typeof temporaryFolder>;
let database: MemoryDatabase;
let ledger: OpenLedger;
let clockMs: number;

beforeEach(async () => {
  folder = temporaryFolder();
  database = new MemoryDatabase();
  ledger = await memoryLedger(database);
  clockMs = chainGenesisTimeMs;
  await payOn(ledger, 3);
});
afterEach(() => folder.remove());

/** Blocks with payments, one of them refused in each. */
async function payOn(on: OpenLedger, blocks: number): Promise<void> {
  const chain = chainOn(on, { nowMs: () => (clockMs += 1_000) });
  for (let count = 0; count < blocks; count += 1) {
    chain.pay({ from: "alice", to: "bob", amount: 1n });
    chain.pay({ from: "bob", to: "carol", amount: 10n ** 15n });
    await chain.decide();
  }
}

const rootOf = ({ store }: OpenLedger) => bytesToHex(present(store.head, "a head").root);
const into = () => join(folder.path, "into");

it("reaches the root of the chain from genesis", async () => {
  expect(await replay(ledger, { into: into() })).toEqual({
    fromHeight: 0,
    height: 3,
    transactions: 6,
    root: rootOf(ledger),
  });
});

it("stops at the first block that came to another root or other results", async () => {
  const key = recordKeys.block(2);
  const record = decodeBlockRecord(present(ledger.store.readBlockRow(key), key));
  for (const [what, change] of [
    ["root", { root: hashOfText("other") }],
    ["results", { resultsHash: hashOfText("other") }],
  ] as const) {
    await database.write(blockRowWrites([{ key, value: encodeBlockRecord({ ...record, ...change }) }]));
    const report = await replay(ledger, { into: join(folder.path, what) });
    expect(report.divergedAt).toMatchObject({ height: 2, what, difference: { rowsDiffering: 0 } });
  }
});

it("begins from a backup, where the chain was restored from it", async () => {
  const backup = join(folder.path, "backup");
  await saveBackup(backup, ledger);
  await restoreBackup(backup, { data: join(folder.path, "restored") });
  const restored = await openExistingLedger(join(folder.path, "restored"), { onFault: () => undefined });
  await payOn(restored, 2);
  await expect(replay(restored, { into: into() })).rejects.toThrow("no block before 3");
  const report = await replay(restored, { into: into(), backup });
  expect(report).toEqual({ fromHeight: 3, height: 5, transactions: 4, root: rootOf(restored) });
  await restored.store.close();
});

it("refuses a backup of another network, or of a later height", async () => {
  const other = await memoryLedger(new MemoryDatabase(), (genesis) => ({ ...genesis, name: "other" }));
  const foreign = join(folder.path, "foreign");
  await saveBackup(foreign, other);
  await expect(replay(ledger, { into: into(), backup: foreign })).rejects.toThrow("another network");
  const twin = await memoryLedger();
  clockMs = chainGenesisTimeMs;
  await payOn(twin, 4);
  const later = join(folder.path, "later");
  await saveBackup(later, twin);
  await expect(replay(ledger, { into: join(folder.path, "late"), backup: later })).rejects.toThrow("ends at 3");
});

it("names the rows in which the state that was recorded differs from the one that the blocks make", async () => {
  const { store } = ledger;
  const last = decodeBlockRecord(present(store.readBlockRow(recordKeys.block(3)), "block 3"));
  const height = 4;
  store.journal.beginBlock(height, last.timeMs + 1_000);
  // No transaction of the block gives carol this.
  const carol = devnet.account("carol");
  balances.put(store.journal, "USD", carol, { amount: 77n });
  const { root } = store.seal();
  const emptyBlock = { transactions: [], transactionIds: [], resultsHash: hashOfResults([], sha256) };
  const record = { ...last, ...emptyBlock, height, timeMs: last.timeMs + 1_000, root };
  await store.persist([{ key: recordKeys.block(height), value: encodeBlockRecord(record) }]);

  const { divergedAt } = await replay(ledger, { into: into() });
  expect(divergedAt).toMatchObject({ height, what: "root", difference: { rowsDiffering: 1 } });
  expect(divergedAt?.difference?.first).toEqual([
    {
      key: balances.key("USD", carol),
      module: "accounts",
      left: expect.objectContaining({ table: balances.pattern, value: { amount: "77" } }),
      right: expect.objectContaining({ value: { amount: expect.not.stringMatching(/^77$/) } }),
    },
  ]);
});
