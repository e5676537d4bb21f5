// CBOR values without a schema: for tools, tests and data whose shape is not known beforehand.
import { Fault } from "../assert.ts";
import { limits } from "../limits.ts";
import { CborReader } from "./reader.ts";
import { CborWriter } from "./writer.ts";

export type CborValue =
  | bigint
  | boolean
  | null
  | string
  | Uint8Array
  | readonly CborValue[]
  | { readonly [key: string]: CborValue };

/** Compares the encodings of two text keys, which is the order RFC 8949 asks of maps. */
export function compareEncodedKeys(left: Uint8Array, right: Uint8Array): number {
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) {
    const distance = (left[at] ?? 0) - (right[at] ?? 0);
    if (distance !== 0) return distance;
  }
  return left.length - right.length;
}

export function encodeText(text: string): Uint8Array {
  const writer = new CborWriter();
  writer.text(text);
  return writer.finish();
}

export function encodeCbor(value: CborValue): Uint8Array {
  const writer = new CborWriter();
  write(writer, value);
  return writer.finish();
}

/** Refuses anything but the one deterministic encoding of a value made of the kinds above, keys being text. */
export function decodeCbor(bytes: Uint8Array): CborValue {
  const reader = new CborReader(bytes);
  const value = read(reader, 0);
  reader.finish();
  return value;
}

function write(writer: CborWriter, value: CborValue): void {
  if (typeof value === "bigint") writer.bigint(value);
  else if (typeof value === "boolean") writer.boolean(value);
  else if (value === null) writer.null();
  else if (typeof value === "string") writer.text(value);
  else if (value instanceof Uint8Array) writer.bytes(value);
  else if (Array.isArray(value)) {
    writer.head(4, value.length);
    for (const element of value as readonly CborValue[]) write(writer, element);
  } else if (typeof value === "object") writeMap(writer, value as { readonly [key: string]: CborValue });
  else throw new Fault(`no CBOR form for ${typeof value}`);
}

function writeMap(writer: CborWriter, value: { readonly [key: string]: CborValue }): void {
  const entries = Object.entries(value).map(([key, element]) => ({ key: encodeText(key), element }));
  entries.sort((left, right) => compareEncodedKeys(left.key, right.key));
  writer.head(5, entries.length);
  for (const { key, element } of entries) {
    writer.raw(key);
    write(writer, element);
  }
}

function read(reader: CborReader, depth: number): CborValue {
  if (depth > limits.nestingMax) throw reader.malformed("nested too deeply");
  switch (reader.peekMajorType()) {
    case 0:
    case 1:
    case 6:
      return reader.bigint();
    case 2:
      return reader.bytes().slice();
    case 3:
      return reader.text();
    case 4:
      return Array.from({ length: reader.arrayLength() }, () => read(reader, depth + 1));
    case 5:
      return readMap(reader, depth);
    default:
      return reader.takeNull() ? null : reader.boolean();
  }
}

function readMap(reader: CborReader, depth: number): { readonly [key: string]: CborValue } {
  const length = reader.mapLength();
  // A null prototype keeps a key such as "__proto__" an ordinary key.
  const map: Record<string, CborValue> = Object.create(null) as Record<string, CborValue>;
  let previous: Uint8Array | undefined;
  for (let at = 0; at < length; at += 1) {
    const start = reader.offset;
    const key = reader.text();
    const encoded = reader.slice(start, reader.offset);
    if (previous !== undefined && compareEncodedKeys(previous, encoded) >= 0) {
      throw reader.malformed("map keys are not sorted or not unique");
    }
    previous = encoded;
    map[key] = read(reader, depth + 1);
  }
  return map;
}
