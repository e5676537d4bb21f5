// Chunks of rows: as many as fit, in key order, so that the same rows always make the same chunks.
import { assert } from "#src/core/assert.ts";
import { CborReader } from "#src/core/cbor/reader.ts";
import { CborWriter } from "#src/core/cbor/writer.ts";
import { refusals } from "#src/state/refusals.ts";
import type { StoredRow } from "#src/state/view.ts";
import { isStorableKey } from "../keyLayout.ts";
import { chunkBytesMax } from "./manifest.ts";

/** State rows, and rows that the caller stores beside blocks. */
export const rowKinds = ["state", "block"] as const;
export type RowKind = (typeof rowKinds)[number];

/** The pair of kind and list, the kind, and the length of the list. */
const chunkHeadBytesMax = 1 + 1 + 9;

export async function* chunksOf(
  kind: RowKind,
  rows: AsyncIterable<StoredRow> | Iterable<StoredRow>,
): AsyncGenerator<Uint8Array> {
  let pending: StoredRow[] = [];
  let size = chunkHeadBytesMax;
  let lastKey = "";
  for await (const row of rows) {
    assert(lastKey < row.key, "the rows of a snapshot come in key order, none twice");
    lastKey = row.key;
    const rowSize = textOrBytesSize(row.key.length) + textOrBytesSize(row.value.length);
    assert(chunkHeadBytesMax + rowSize <= chunkBytesMax, "one row fits into a chunk");
    if (size + rowSize > chunkBytesMax) {
      yield encodeChunk(kind, pending);
      pending = [];
      size = chunkHeadBytesMax;
    }
    pending.push(row);
    size += rowSize;
  }
  if (pending.length > 0) yield encodeChunk(kind, pending);
}

export interface RowChunk {
  readonly kind: RowKind;
  readonly rows: readonly StoredRow[];
}

export function decodeChunk(bytes: Uint8Array): RowChunk {
  const reader = new CborReader(bytes);
  if (reader.arrayLength() !== 2) throw malformed("a chunk is a pair");
  const kind = rowKinds[reader.integer()];
  if (kind === undefined) throw malformed("a chunk is of an unknown kind");
  const length = reader.arrayLength();
  if (length === 0 || length % 2 !== 0) throw malformed("a chunk is a list of keys and values");
  const rows: StoredRow[] = [];
  for (let at = 0; at < length; at += 2) {
    const key = reader.text();
    if (!isStorableKey(key)) throw malformed("a key is not printable ASCII");
    rows.push({ key, value: reader.bytes().slice() });
  }
  reader.finish();
  return { kind, rows };
}

function encodeChunk(kind: RowKind, rows: readonly StoredRow[]): Uint8Array {
  const writer = new CborWriter();
  writer.head(4, 2);
  writer.integer(rowKinds.indexOf(kind));
  writer.head(4, rows.length * 2);
  for (const { key, value } of rows) {
    writer.text(key);
    writer.bytes(value);
  }
  return writer.finish();
}

/** The bytes that ASCII text or a byte string of a length takes. */
function textOrBytesSize(length: number): number {
  if (length < 24) return 1 + length;
  if (length < 0x100) return 2 + length;
  return (length < 0x10000 ? 3 : 5) + length;
}

function malformed(reason: string) {
  return refusals.snapshotMalformed({ reason });
}
