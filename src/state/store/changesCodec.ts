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
  const bytes = Buffer.allocUnsafeSlow(size);
  bytes.writeUInt8(formatVersion, 0);
  bytes.writeUInt32BE(changes.length, 1);
  let at = headerBytes;
  for (const { key, before, after } of changes) {
    bytes.writeUInt16BE(key.length, at);
    bytes.writeUInt32BE(before?.length ?? absentLength, at + 2);
    bytes.writeUInt32BE(after?.length ?? absentLength, at + 6);
    at += entryHeaderBytes;
    at += bytes.latin1Write(key, at);
    if (before !== undefined) {
      bytes.set(before, at);
      at += before.length;
    }
    if (after !== undefined) {
      bytes.set(after, at);
      at += after.length;
    }
  }
  return new Uint8Array(bytes.buffer);
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
      const key = bytes.latin1Slice(at + entryHeaderBytes, keyEnd);
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
