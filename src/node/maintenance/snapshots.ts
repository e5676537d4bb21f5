// The snapshots that a data directory offers to nodes that join, each looked at from its manifest to its last chunk.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { folderName, manifestName } from "#src/consensus/abci/snapshots/snapshotShelf.ts";
import { bytesEqual, bytesToHex } from "#src/crypto/hex.ts";
import { chunkCountOf, chunkHashOf, decodeManifest } from "#src/state/store/snapshot/manifest.ts";
import { nativeSha256 } from "../nativeCrypto.ts";
import { snapshotsDirectory } from "../openLedger.ts";

export interface OfferedSnapshot {
  readonly height: number;
  /** Of the state, in hex: what the header after it carries. */
  readonly root: string;
  readonly rows: number;
  readonly chunks: number;
  readonly bytes: number;
  /** The name under which peers ask for it: the hash of its manifest. */
  readonly hash: string;
  /** Chunks that are not there, or not as they were made: nobody can join by such a snapshot. */
  readonly damagedChunks: readonly number[];
}

/** Changes nothing, so the node may run meanwhile. */
export function offeredSnapshots(data: string): readonly OfferedSnapshot[] {
  const directory = snapshotsDirectory(data);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => folderName.test(name) && existsSync(join(directory, name, manifestName)))
    .sort((left, right) => Number(left) - Number(right))
    .map((name) => lookAt(join(directory, name)));
}

function lookAt(folder: string): OfferedSnapshot {
  const manifestBytes = new Uint8Array(readFileSync(join(folder, manifestName)));
  const manifest = decodeManifest(manifestBytes);
  const chunks = chunkCountOf(manifest);
  const damagedChunks: number[] = [];
  let bytes = manifestBytes.length;
  for (let index = 0; index < chunks; index += 1) {
    const path = join(folder, String(index));
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    const isWhole = size !== undefined && bytesEqual(nativeSha256(readFileSync(path)), chunkHashOf(manifest, index));
    if (!isWhole) damagedChunks.push(index);
    bytes += size ?? 0;
  }
  const { height, root, stateRows: rows } = manifest;
  return {
    height,
    root: bytesToHex(root),
    rows,
    chunks,
    bytes,
    hash: bytesToHex(nativeSha256(manifestBytes)),
    damagedChunks,
  };
}
