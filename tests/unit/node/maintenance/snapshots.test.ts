// Snapshots that a data directory offers, whole and damaged.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SnapshotShelf } from "#src/consensus/abci/snapshots/snapshotShelf.ts";
import { bytesToHex, concatBytes } from "#src/crypto/hex.ts";
import { offeredSnapshots } from "#src/node/maintenance/snapshots.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import { snapshotsDirectory } from "#src/node/openLedger.ts";
import { encodeManifest, snapshotFormat } from "#src/state/store/snapshot/manifest.ts";
import { kedge } from "#tests/support/commandLine.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());
const data = join(folder.path, "data");
const chunks = [Uint8Array.of(1), Uint8Array.of(2, 2)];
const root = new Uint8Array(32).fill(7);

function manifestAt(height: number): Uint8Array {
  const chunkHashes = concatBytes(...chunks.map((chunk) => nativeSha256(chunk)));
  return encodeManifest({ format: snapshotFormat, height, timeMs: 5, root, stateRows: 2, blockRows: 0, chunkHashes });
}

async function* madeAt(height: number): AsyncGenerator<Uint8Array, Uint8Array> {
  yield* chunks;
  return manifestAt(height);
}

beforeAll(async () => {
  mkdirSync(data, { recursive: true });
  const settings = { keptMax: 4, headHeight: 100, sha256: nativeSha256, nowMs: () => 0 };
  const shelf = new SnapshotShelf(snapshotsDirectory(data), settings);
  for (const height of [9, 20]) await shelf.add(madeAt(height));
});

it("are told in the order of their heights, with what a joiner is told of them", () => {
  const manifest = manifestAt(9);
  const bytes = manifest.length + 3;
  const offered = offeredSnapshots(data);
  expect(offered.map(({ height }) => height)).toEqual([9, 20]);
  const hash = bytesToHex(nativeSha256(manifest));
  const common = { root: bytesToHex(root), rows: 2, chunks: 2, damagedChunks: [] };
  expect(offered[0]).toEqual({ height: 9, bytes, hash, ...common });
});

it("are not those that are still being made, and none where there is no such folder", async () => {
  mkdirSync(join(snapshotsDirectory(data), "unfinished"));
  mkdirSync(join(snapshotsDirectory(data), "30"));
  expect(offeredSnapshots(data)).toHaveLength(2);
  expect(offeredSnapshots(folder.path)).toEqual([]);
  expect(await kedge(["snapshot", "--data", folder.path])).toMatchObject({
    code: 0,
    output: expect.stringContaining("offers no snapshots"),
  });
});

it("have their damaged and missing chunks named, and then end the command with code 5", async () => {
  expect((await kedge(["snapshot", "--data", data])).code).toBe(0);
  writeFileSync(join(snapshotsDirectory(data), "9", "1"), Uint8Array.of(2, 3));
  rmSync(join(snapshotsDirectory(data), "20", "0"));
  expect(offeredSnapshots(data).map(({ damagedChunks }) => damagedChunks)).toEqual([[1], [0]]);
  const { code, output } = await kedge(["snapshot", "--data", data, "--json"]);
  expect({ code, first: JSON.parse(output).snapshots[0].damagedChunks }).toEqual({ code: 5, first: [1] });
});
