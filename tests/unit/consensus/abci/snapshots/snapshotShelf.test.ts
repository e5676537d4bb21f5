// The shelf: whole snapshots alone, a few of them, and the same after a restart.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SnapshotShelf } from "#src/consensus/abci/snapshots/snapshotShelf.ts";
import { concatBytes } from "#src/crypto/hex.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import { encodeManifest, snapshotFormat } from "#src/state/store/snapshot/manifest.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

let folder: ReturnType<typeof temporaryFolder>;
let nowMs = 0;
beforeEach(() => {
  nowMs = 0;
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const chunks = [Uint8Array.of(1), Uint8Array.of(2, 2)];
const shelfAt = (headHeight: number, keptMax = 2) =>
  new SnapshotShelf(join(folder.path, "snapshots"), { keptMax, headHeight, sha256: nativeSha256, nowMs: () => nowMs });

function manifestAt(height: number): Uint8Array {
  const chunkHashes = concatBytes(...chunks.map((chunk) => nativeSha256(chunk)));
  return encodeManifest({
    format: snapshotFormat,
    height,
    timeMs: 5,
    root: new Uint8Array(32),
    stateRows: 2,
    blockRows: 0,
    chunkHashes,
  });
}

async function* madeAt(height: number): AsyncGenerator<Uint8Array, Uint8Array> {
  yield* chunks;
  return manifestAt(height);
}

const heightsOf = (shelf: SnapshotShelf) => shelf.list().map(({ height }) => height);

describe("the shelf", () => {
  it("hands out what was put there, chunk by chunk", async () => {
    const shelf = shelfAt(9);
    const manifest = manifestAt(7);
    expect(await shelf.add(madeAt(7))).toEqual({ height: 7, chunks: 2, hash: nativeSha256(manifest), manifest });
    expect(await shelf.loadChunk(7, 0)).toEqual(Uint8Array.of(1));
    expect(await shelf.loadChunk(7, 1)).toEqual(Uint8Array.of(2, 2));
    for (const [height, index] of [
      [7, 2],
      [7, -1],
      [7, 0.5],
      [8, 0],
    ] as const) {
      expect(await shelf.loadChunk(height, index)).toBeUndefined();
    }
  });

  it("keeps the newest few, also of those that it finds when it is opened again", async () => {
    const shelf = shelfAt(9, 3);
    for (const height of [10, 9, 2, 30]) await shelf.add(madeAt(height));
    expect(heightsOf(shelf)).toEqual([9, 10, 30]);
    expect(await shelf.loadChunk(2, 0)).toBeUndefined();
    const again = shelfAt(40, 2);
    expect(heightsOf(again)).toEqual([10, 30]);
    expect(readdirSync(join(folder.path, "snapshots")).toSorted()).toEqual(["10", "30"]);
    expect(await again.loadChunk(30, 1)).toEqual(Uint8Array.of(2, 2));
  });

  it("keeps what somebody reads for a minute after the last chunk, and two of those at most", async () => {
    const shelf = shelfAt(9, 1);
    for (const height of [1, 2, 3, 4]) {
      await shelf.add(madeAt(height));
      await shelf.loadChunk(height, 0);
    }
    expect(heightsOf(shelf)).toEqual([2, 3, 4]);
    expect(await shelf.loadChunk(1, 1)).toBeUndefined();
    nowMs = 59_999;
    await shelf.loadChunk(3, 1);
    nowMs = 60_000;
    await shelf.add(madeAt(5));
    expect(heightsOf(shelf)).toEqual([3, 5]);
    nowMs = 120_000;
    await shelf.add(madeAt(6));
    expect(heightsOf(shelf)).toEqual([6]);
  });

  it("forgets, when it is opened, what is newer than the ledger, unfinished, or none of its own", async () => {
    const shelf = shelfAt(9);
    await shelf.add(madeAt(5));
    await shelf.add(madeAt(8));
    for (const name of ["unfinished", "6"]) mkdirSync(join(folder.path, "snapshots", name));
    writeFileSync(join(folder.path, "snapshots", "note"), "");
    expect(heightsOf(shelfAt(7))).toEqual([5]);
    expect(readdirSync(join(folder.path, "snapshots"))).toEqual(["5"]);
  });

  it("does not list one that could not be finished, and takes the next", async () => {
    const shelf = shelfAt(9);
    const broken = (async function* (): AsyncGenerator<Uint8Array, Uint8Array> {
      yield Uint8Array.of(1);
      throw new Error("no room");
    })();
    await expect(shelf.add(broken)).rejects.toThrow("no room");
    expect(heightsOf(shelf)).toEqual([]);
    await shelf.add(madeAt(5));
    expect(heightsOf(shelf)).toEqual([5]);
  });
});
