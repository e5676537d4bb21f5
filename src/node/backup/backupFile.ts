// A backup as a file: read piece by piece, and checked from end to end before anything is done with it.
import { createReadStream } from "node:fs";
import { decodeManifest, type SnapshotManifest } from "#src/state/store/snapshot/manifest.ts";
import { StoreFault } from "#src/state/store/storeFault.ts";
import { reasonText } from "../reasonText.ts";
import { BackupFault } from "./backupFault.ts";
import { readFrames } from "./frames.ts";

const pieceBytes = 1024 * 1024;

/** The text of the genesis file, then the chunks of a snapshot. */
export function readBackupFile(file: string): AsyncGenerator<Uint8Array> {
  return readFrames(piecesOf(file));
}

/** Reads all of it, so that a damaged file is told apart from an unsound one, and says which state it holds. */
export async function checkBackupFile(file: string): Promise<SnapshotManifest> {
  let frames = 0;
  let manifest: Uint8Array | undefined;
  for await (const frame of readBackupFile(file)) {
    frames += 1;
    if (frames === 2) manifest = frame;
  }
  if (manifest === undefined) throw new BackupFault("inconsistent", "the backup holds no state");
  return unsoundUnlessDone(async () => decodeManifest(manifest));
}

/** Anything that a backup of ours cannot cause, in a file whose bytes are whole, makes the file unsound. */
export async function unsoundUnlessDone<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (reason) {
    if (reason instanceof BackupFault || reason instanceof StoreFault) throw reason;
    throw new BackupFault("inconsistent", `the backup is not sound: ${reasonText(reason)}`, { cause: reason });
  }
}

async function* piecesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file, { highWaterMark: pieceBytes });
  } catch (reason) {
    throw new BackupFault("unreadable", `the backup cannot be read: ${String(reason)}`, { cause: reason });
  }
}
