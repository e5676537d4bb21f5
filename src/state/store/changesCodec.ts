// The row that keeps what one block changed: every changed key with its bytes before and after, in key order.
import type { RowChange } from "../journal.ts";
import { StoreFault } from "./storeFault.ts";

const formatVersion = 1;
/** Version and count. */
const headerBytes = 1 + 4;
/** The lengths of the key and of both values. */
const entryHeaderBytes = 2 + 4 + 4;
const absentLength = 0xffff_ffff;

export function encodeChanges(changes: readonly RowChange[]): Uint8Array {
  let size = headerBytes;
  for (const { key, before, after } of changes) {
    size += entryHeaderBytes + key.length + (before?.length ?? 0) + (after?.length ?? 0);
  }
  const bytes = new Uint8Array(size);
  const buffer = Buffer.from(bytes.buffer);
  bytes[0] = formatVersion;
  writeUint32(bytes, 1, changes.length);
  let at = headerBytes;
  for (const { key, before, after } of changes) {
    bytes[at] = key.length >>> 8;
    bytes[at + 1] = key.length;
    writeUint32(bytes, at + 2, before?.length ?? absentLength);
    writeUint32(bytes, at + 6, after?.length ?? absentLength);
    at += entryHeaderBytes;
    at += buffer.write(key, at, "latin1");
    if (before !== undefined) bytes.set(before, at);
    at += before?.length ?? 0;
    if (after !== undefined) bytes.set(after, at);
    at += after?.length ?? 0;
  }
  return bytes;
}

function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/** The values are copies, so that keeping one does not keep the whole row. */
export function decodeChanges(encoded: Uint8Array): RowChange[] {
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.length);
  try {
    if (bytes.readUInt8(0) !== formatVersion) throw malformed("its format is not known");
    const count = bytes.readUInt32BE(1);
    const changes: RowChange[] = [];
    let at = headerBytes;
    const take = (length: number): Uint8Array | undefined => {
      if (length === absentLength) return undefined;
      if (at + length > encoded.length) throw malformed("it ends early");
      at += length;
      return encoded.slice(at - length, at);
    };
    for (let index = 0; index < count; index += 1) {
      const keyEnd = at + entryHeaderBytes + bytes.readUInt16BE(at);
      const beforeLength = bytes.readUInt32BE(at + 2);
      const afterLength = bytes.readUInt32BE(at + 6);
      if (keyEnd > encoded.length) throw malformed("it ends early");
      const key = bytes.toString("latin1", at + entryHeaderBytes, keyEnd);
      at = keyEnd;
      changes.push({ key, before: take(beforeLength), after: take(afterLength) });
    }
    if (at !== encoded.length) throw malformed("bytes follow it");
    return changes;
  } catch (error) {
    if (error instanceof RangeError) throw malformed("it ends early");
    throw error;
  }
}

function malformed(reason: string): StoreFault {
  return new StoreFault("corrupt", `the row of a block's changes cannot be read: ${reason}`);
}
