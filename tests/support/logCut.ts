// What a power cut may leave of LevelDB's log: all that was acknowledged, and of what follows as much as chance decides.
import { readdirSync, readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { recordKeys } from "#src/consensus/records.ts";

export interface Cut {
  readonly file: string;
  /** The end of the newest acknowledged block; 0 when the log began after it. */
  readonly acknowledged: number;
  readonly before: number;
  readonly after: number;
}

/** LevelDB's log: blocks of 32 KiB, in them records with a checksum, a length and a kind; large ones are in fragments. */
const logBlockBytes = 32 * 1024;
const recordHeadBytes = 7;
const fullOrLast = [1, 4];

export function newestLog(directory: string): string | undefined {
  return readdirSync(directory)
    .filter((name) => /^[0-9]+\.log$/.test(name))
    .sort()
    .at(-1);
}

export function newestLogSize(directory: string): number {
  const file = newestLog(directory);
  return file === undefined ? 0 : statSync(join(directory, file)).size;
}

/**
 * Shortens the newest log behind the block of this height, which is the newest that anyone was told of. `choose` is given
 * the ends of that write and of all after it, and the end of the file, where a write may be torn.
 */
export function cutLog(
  directory: string,
  acknowledgedHeight: number,
  choose: (ends: readonly number[]) => number,
): Cut | undefined {
  const file = newestLog(directory);
  if (file === undefined) return undefined;
  const path = join(directory, file);
  const bytes = readFileSync(path);
  // One write is one record, and every block is one write.
  const sought = Buffer.from(recordKeys.block(acknowledgedHeight));
  const writes = [...writesIn(bytes)];
  const acknowledged = writes.findLast(({ content }) => content.includes(sought))?.end ?? 0;
  const later = writes.map(({ end }) => end).filter((end) => end > acknowledged);
  const after = choose([...new Set([acknowledged, ...later, bytes.length])]);
  truncateSync(path, after);
  return { file, acknowledged, before: bytes.length, after };
}

/** Every write that is whole. */
function* writesIn(log: Buffer): Generator<{ readonly content: Buffer; readonly end: number }> {
  let at = 0;
  let fragments: Buffer[] = [];
  while (at + recordHeadBytes <= log.length) {
    const leftInBlock = logBlockBytes - (at % logBlockBytes);
    if (leftInBlock < recordHeadBytes) {
      at += leftInBlock;
      continue;
    }
    const length = log.readUInt16LE(at + 4);
    const kind = log.readUInt8(at + 6);
    fragments.push(log.subarray(at + recordHeadBytes, at + recordHeadBytes + length));
    at += recordHeadBytes + length;
    if (at > log.length) return;
    if (!fullOrLast.includes(kind)) continue;
    yield { content: Buffer.concat(fragments), end: at };
    fragments = [];
  }
}
