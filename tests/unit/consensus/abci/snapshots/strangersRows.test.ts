// The rows that a snapshot brings beside its state: ids to remember, whole or in parts, and nothing else.
import { beforeEach, describe, expect, it } from "vitest";
import { encodeBundle } from "#src/consensus/abci/bundle.ts";
import { rowsToGoOnWith } from "#src/consensus/abci/snapshots/strangersRows.ts";
import { recordKeys } from "#src/consensus/records.ts";
import { rememberedRowsOf } from "#src/consensus/rememberedRows.ts";
import { present } from "#src/core/assert.ts";
import { nativeSha256, nativeSha256Into } from "#src/node/nativeCrypto.ts";
import type { OpenLedger } from "#src/node/openLedger.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import { exportSnapshot } from "#src/state/store/snapshot/exportSnapshot.ts";
import { importSnapshotInto } from "#src/state/store/snapshot/importSnapshot.ts";
import type { StoredRow } from "#src/state/view.ts";
import { applicationOn, decideBlock } from "#tests/support/applications.ts";
import { chainGenesisTimeMs, memoryLedger } from "#tests/support/chains.ts";
import { paymentOf } from "#tests/support/payments.ts";

let ledger: OpenLedger;
let rows: StoredRow[];

beforeEach(async () => {
  ledger = await memoryLedger();
  const application = applicationOn(ledger);
  for (const height of [1, 2]) {
    const payment = { from: "alice", to: "bob", amount: BigInt(height) } as const;
    const bytes = paymentOf(ledger.machine.network, payment, chainGenesisTimeMs + 300_000);
    await decideBlock(application, ledger, height, [encodeBundle([bytes])]);
  }
  rows = await rememberedRowsOf(ledger.store, ledger.store.reader());
});

/** The same state with these rows beside it, as a stranger would send both. */
async function taken(given: readonly StoredRow[]) {
  const chunks = exportSnapshot(ledger.store.freeze(), given, nativeSha256Into);
  const store = await importSnapshotInto(new MemoryDatabase(), chunks, undefined, nativeSha256Into);
  return rowsToGoOnWith(store, 2, nativeSha256);
}

const first = () =>
  present(
    rows.find(({ key }) => key === recordKeys.remembered(1)),
    "block 1 remembered an id",
  );

/** A row in two parts, as one too long for a chunk travels. */
function inParts({ key, value }: StoredRow): StoredRow[] {
  return [
    { key: `part/${key}/000000`, value: value.subarray(0, 20) },
    { key: `part/${key}/000001`, value: value.subarray(20) },
  ];
}

describe("the rows of a snapshot", () => {
  it("are what the replay guard remembers, and need nothing written where they came whole", async () => {
    expect(rows).toHaveLength(2);
    expect(await taken(rows)).toEqual([]);
  });

  it("are put together where they came in parts, which go", async () => {
    const parts = inParts(first());
    const others = rows.filter((row) => row !== first());
    expect(await taken([...parts, ...others])).toEqual([
      first(),
      ...parts.map(({ key }) => ({ key, value: undefined })),
    ]);
  });

  it("are refused with a part missing, or whole and in parts at once", async () => {
    await expect(taken([...inParts(first()).slice(1)])).rejects.toMatchObject({ name: "Refusal" });
    await expect(taken([...rows, ...inParts(first())])).rejects.toMatchObject({ name: "Refusal" });
  });

  it("are refused when an id is missing, one too many, or of a block to come", async () => {
    await expect(taken(rows.slice(1))).rejects.toMatchObject({ name: "Refusal" });
    await expect(taken([])).rejects.toMatchObject({ name: "Refusal" });
    await expect(taken([...rows, { ...first(), key: recordKeys.remembered(0) }])).rejects.toMatchObject({
      name: "Refusal",
    });
    const late = rows.map((row) =>
      row.key === recordKeys.remembered(2) ? { ...row, key: recordKeys.remembered(3) } : row,
    );
    await expect(taken(late)).rejects.toMatchObject({ name: "Refusal" });
  });

  it("are refused with a past that nobody can check: a block, results, a place, or another genesis", async () => {
    const value = Uint8Array.of(1);
    for (const key of [
      recordKeys.block(2),
      recordKeys.results(2),
      recordKeys.transaction("ab".repeat(32)),
      "genesis",
    ]) {
      await expect(taken([...rows, { key, value }])).rejects.toMatchObject({ name: "Refusal" });
    }
  });
});
