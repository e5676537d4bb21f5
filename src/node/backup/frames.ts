// The form of a backup file: a first line, frames with their lengths, an empty frame, and the hash of all before it.
import { createHash } from "node:crypto";
import { bytesEqual, concatBytes } from "#src/crypto/hex.ts";
import { BackupFault } from "./backupFault.ts";

const firstLine = new TextEncoder().encode("kedge backup 1\n");
const lengthBytes = 4;
const hashBytes = 32;

/** One frame at most: a genesis file of ten thousand accounts, several times over. */
export const frameBytesMax = 64 * 1024 * 1024;

export async function* writeFrames(frames: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  const counted = (bytes: Uint8Array) => {
    hash.update(bytes);
    return bytes;
  };
  yield counted(firstLine);
  for await (const frame of frames) {
    yield counted(lengthOf(frame.length));
    yield counted(frame);
  }
  yield counted(lengthOf(0));
  yield new Uint8Array(hash.digest());
}

/** The frames as they were written. What they say may be acted upon for good only after the last one has come. */
export async function* readFrames(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = new ByteSource(pieces);
  if (!bytesEqual(await source.takeAtMost(firstLine.length), firstLine)) {
    throw new BackupFault("unknownFormat", "this is no backup that this program knows");
  }
  for (;;) {
    const head = await source.take(lengthBytes);
    const length = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0);
    if (length === 0) break;
    if (length > frameBytesMax) throw new BackupFault("altered", "the backup names a part longer than any part is");
    yield await source.take(length);
  }
  const expected = source.hashSoFar();
  if (!bytesEqual(await source.take(hashBytes), expected)) {
    throw new BackupFault("altered", "the backup's bytes are not those that were written");
  }
  if (!(await source.isAtEnd())) throw new BackupFault("altered", "something follows the end of the backup");
}

function lengthOf(length: number): Uint8Array {
  const bytes = new Uint8Array(lengthBytes);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
}

/** Bytes out of pieces of any size, with the hash of what was taken. */
class ByteSource {
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #hash = createHash("sha256");
  #ahead: Uint8Array[] = [];
  #aheadLength = 0;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Uint8Array> {
    const taken = await this.takeAtMost(length);
    if (taken.length < length) throw new BackupFault("truncated", "the backup ends too early");
    return taken;
  }

  /** Less than asked for only at the end. */
  async takeAtMost(length: number): Promise<Uint8Array> {
    while (this.#aheadLength < length && (await this.#fetch()));
    const all = concatBytes(...this.#ahead);
    const taken = all.subarray(0, length);
    this.#ahead = [all.subarray(taken.length)];
    this.#aheadLength = all.length - taken.length;
    this.#hash.update(taken);
    return taken;
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#aheadLength === 0) if (!(await this.#fetch())) return true;
    return false;
  }

  hashSoFar(): Uint8Array {
    return new Uint8Array(this.#hash.copy().digest());
  }

  async #fetch(): Promise<boolean> {
    const { done, value } = await this.#pieces.next();
    if (done === true) return false;
    this.#ahead.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    this.#aheadLength += value.byteLength;
    return true;
  }
}
