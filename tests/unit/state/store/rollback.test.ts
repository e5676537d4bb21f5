// Going back: state, history and the caller's rows, as if the later blocks had never been.
import { describe, expect, it } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import { openStoreOn } from "#src/state/store/openStore.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import { afterEdits, editProbes, probes, type Rows, rootOf, rowsIn, scanned } from "./versionedRows.ts";

const editsOf = (height: number) =>
  [
    [`n${height % 5}`, height],
    [`n${(height * 2) % 5}`, undefined],
    ["same", height],
  ] as const;

async function commitBlock(store: StateStore, height: number): Promise<void> {
  store.journal.beginBlock(height, height);
  editProbes(store, editsOf(height));
  store.seal();
  await store.persist([{ key: `block/${height}`, value: Uint8Array.of(height) }]);
}

function rowsAt(height: number): Rows {
  let rows: Rows = new Map();
  for (let at = 0; at <= height; at += 1) rows = afterEdits(rows, editsOf(at));
  return rows;
}

async function tenBlocks() {
  const database = new MemoryDatabase();
  const store = await openStoreOn(database, portableSha256Into, { overlayRowsMax: 4, flushRowsMin: 1 });
  for (let height = 0; height <= 10; height += 1) await commitBlock(store, height);
  return { database, store };
}

const blockRowKeysOf = (height: number) => Promise.resolve([`block/${height}`]);

async function expectHeight(store: StateStore, height: number): Promise<void> {
  expect(store.head?.height).toBe(height);
  expect(store.head?.timeMs).toBe(height);
  expect(bytesToHex(store.head?.root ?? new Uint8Array())).toBe(rootOf(rowsAt(height)));
  expect(await scanned(store.reader(), { prefix: "" })).toEqual(rowsIn(rowsAt(height), { prefix: "" }));
}

describe("rollbackTo", () => {
  it("restores the state of every kept height, durably", async () => {
    for (let height = 0; height <= 10; height += 1) {
      const { database, store } = await tenBlocks();
      await store.rollbackTo(height, blockRowKeysOf);
      await expectHeight(store, height);
      await expectHeight(await openStoreOn(database, portableSha256Into), height);
    }
  });

  it("deletes the caller's rows of the blocks undone, and no others", async () => {
    const { store } = await tenBlocks();
    await store.rollbackTo(6, blockRowKeysOf);
    const kept = Array.from({ length: 11 }, (_, height) => height).filter((height) =>
      store.readBlockRow(`block/${height}`),
    );
    expect(kept).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("goes on from there, with the history before it and none after it", async () => {
    const { store } = await tenBlocks();
    expect(probes.get(store.journal, "same")).toBeDefined();
    await store.rollbackTo(6, blockRowKeysOf);
    await expect(store.readerAt(7)).rejects.toMatchObject({ definition: { code: "state/heightNotKept" } });
    expect(probes.get(store.journal, "same")).toEqual(Uint8Array.of(6, 0));
    await commitBlock(store, 7);
    await commitBlock(store, 8);
    await expectHeight(store, 8);
    for (let height = 0; height <= 8; height += 1) {
      const view = await store.readerAt(height);
      expect(await scanned(view, { prefix: "" })).toEqual(rowsIn(rowsAt(height), { prefix: "" }));
    }
  });

  it("refuses a height that is not kept and changes nothing", async () => {
    const { store } = await tenBlocks();
    await expect(store.rollbackTo(11, blockRowKeysOf)).rejects.toMatchObject({
      definition: { code: "state/heightNotKept" },
    });
    await expectHeight(store, 10);
  });

  it("stops, with nothing written, when the changes kept do not lead back to the root", async () => {
    const { database, store } = await tenBlocks();
    const wrong = database.get("c/0000000000000009");
    await database.write([{ key: "c/0000000000000010", value: wrong }]);
    await expect(store.rollbackTo(9, blockRowKeysOf)).rejects.toMatchObject({ kind: "poisoned" });
    expect(database.get("b/block/10")).toBeDefined();
  });
});
