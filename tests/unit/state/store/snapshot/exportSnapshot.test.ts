// Snapshots out of a node that goes on committing, and into an empty one that goes on from there.
import { describe, expect, it } from "vitest";
import { bytesEqual, concatBytes } from "#src/crypto/hex.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import { openStoreOn } from "#src/state/store/openStore.ts";
import { exportSnapshot } from "#src/state/store/snapshot/exportSnapshot.ts";
import { chunkBytesMax } from "#src/state/store/snapshot/manifest.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import { commitProbes, probes, scanned } from "../versionedRows.ts";
import { blockRows, collect, importing, largeStore } from "./largeStore.ts";

describe("exportSnapshot", () => {
  it("carries every row and the caller's rows into an empty store, which opens again and goes on", async () => {
    const source = await largeStore();
    const chunks = await collect(exportSnapshot(source.freeze(), blockRows, portableSha256Into));
    expect(chunks.length).toBeGreaterThan(3);
    for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(chunkBytesMax);
    const database = new MemoryDatabase();
    const { height, root } = source.head ?? { height: -1, root: new Uint8Array() };
    const copy = await importing(chunks, { height, root }, database);
    expect(copy.head).toMatchObject({ height: 6, timeMs: 6, earliestHeight: 6, root });
    expect(await scanned(copy.reader(), { prefix: "" })).toEqual(await scanned(source.reader(), { prefix: "" }));
    expect(copy.readBlockRow("commit/6")).toEqual(Uint8Array.of(7, 7));
    for (const store of [source, copy]) await commitProbes(store, 7, 7, [["a", 9]]);
    expect(copy.head?.root).toEqual(source.head?.root);
    await copy.close();
    const reopened = await openStoreOn(database, portableSha256Into);
    expect(reopened.head?.root).toEqual(source.head?.root);
    const absence = await reopened.prove(probes.key("absent"));
    expect(absence.commitmentProof).toBeDefined();
  });

  it("is the same from two stores that hold the same, however they came to it", async () => {
    const source = await largeStore();
    const first = await collect(exportSnapshot(source.freeze(), blockRows, portableSha256Into));
    const copy = await importing(first);
    const second = await collect(exportSnapshot(copy.freeze(), blockRows.toReversed(), portableSha256Into));
    expect(bytesEqual(concatBytes(...first), concatBytes(...second))).toBe(true);
  });

  it("holds one height while the store goes on committing", async () => {
    const source = await largeStore();
    const before = await scanned(source.reader(), { prefix: "" });
    const chunks: Uint8Array[] = [];
    let height = 6;
    for await (const chunk of exportSnapshot(source.freeze(), [], portableSha256Into)) {
      chunks.push(chunk);
      height += 1;
      await commitProbes(source, height, height, [
        ["a", height],
        [`new${height}`, height],
      ]);
      await commitProbes(source, height + 1, height + 1, [[`new${height}`, undefined]]);
      height += 1;
    }
    const copy = await importing(chunks);
    expect(copy.head?.height).toBe(6);
    expect(await scanned(copy.reader(), { prefix: "" })).toEqual(before);
  });

  it("of a store without rows is a manifest alone", async () => {
    const source = await openStoreOn(new MemoryDatabase(), portableSha256Into);
    await commitProbes(source, 3, 3, []);
    const chunks = await collect(exportSnapshot(source.freeze(), [], portableSha256Into));
    expect(chunks).toHaveLength(1);
    expect((await importing(chunks)).head).toMatchObject({ height: 3, root: new Uint8Array(32) });
  });
});
