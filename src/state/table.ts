// Tables: the typed rows of a module under readable keys such as `accounts/balance/KDG/kdg1...`.
import type { z } from "zod";
import { assert } from "#src/core/assert.ts";
import { type Codec, codecOf } from "#src/core/form.ts";
import { limits } from "#src/core/limits.ts";
import { decodeStored } from "./storedRow.ts";
import type { State, StateReader, StateRow, StateScanner, Stored } from "./view.ts";

/** Text without a slash, or a whole number, which is padded so that keys sort by it. */
export type KeyPart = string | number;

/** One key part for each `{name}` in the pattern. */
export type KeyParts<Pattern extends string> = Pattern extends `${string}{${string}}${infer Rest}`
  ? [part: KeyPart, ...rest: KeyParts<Rest>]
  : [];

export interface ScanOptions {
  /** The leading key parts that all wanted rows share. */
  readonly within?: readonly KeyPart[];
  /** The remaining parts, joined by slashes, of the last row already seen. */
  readonly after?: string | undefined;
  readonly limit?: number;
  readonly reverse?: boolean;
}

export interface TableRow<Value> {
  readonly key: string;
  /** The parts of the key, in the order of the pattern. */
  readonly parts: readonly string[];
  readonly value: Stored<Value>;
}

export interface Table<Parts extends readonly KeyPart[], Value> {
  readonly pattern: string;
  readonly schema: z.ZodType;
  readonly codec: Codec<Value>;
  key(...parts: Parts): string;
  get(state: StateReader, ...parts: Parts): Stored<Value> | undefined;
  has(state: StateReader, ...parts: Parts): boolean;
  put(state: State, ...partsAndValue: [...Parts, Stored<Value>]): void;
  delete(state: State, ...parts: Parts): void;
  /** For a row that a busy handler both reads and writes. */
  open(state: State, ...parts: Parts): StateRow<Value>;
  scan(state: StateScanner, options?: ScanOptions): AsyncGenerator<TableRow<Value>>;
}

const numberDigits = 16;

/** In ASCII the order of text is the order of bytes, and no two texts have the same bytes. */
const partPattern = /^[\x21-\x2e\x30-\x7e]+$/;

function formatPart(part: KeyPart): string {
  if (typeof part === "number") {
    assert(Number.isSafeInteger(part) && part >= 0, "a number in a key is whole and not negative");
    return part.toString().padStart(numberDigits, "0");
  }
  assert(part.length > 0 && part.length <= limits.keyPartLengthMax, "a key part has a length within bounds");
  assert(partPattern.test(part), "a key part is printable ASCII without a slash");
  return part;
}

/** `metal-reserve/bar/{refiner}/{serial}`: literal names and parts, divided by slashes. */
export function defineTable<const Pattern extends string, Schema extends z.ZodType>(
  pattern: Pattern,
  schema: Schema,
): Table<KeyParts<Pattern>, z.output<Schema>> {
  type Value = z.output<Schema>;
  const firstPart = pattern.indexOf("{");
  const root = firstPart < 0 ? pattern : pattern.slice(0, firstPart - 1);
  const partCount = pattern.split("{").length - 1;
  assert(/^[a-z-]+(\/[a-z-]+)*(\/\{[A-Za-z]+\})*$/.test(pattern), "a key pattern is literal names, then parts");
  const codec = codecOf(schema);

  const keyOf = (parts: readonly unknown[], count: number): string => {
    let key = root;
    for (let at = 0; at < count; at += 1) key += `/${formatPart(parts[at] as KeyPart)}`;
    return key;
  };

  return {
    pattern,
    schema,
    codec,
    key: (...parts) => keyOf(parts, partCount),
    get: (state, ...parts) => state.getRow(keyOf(parts, partCount), codec),
    has: (state, ...parts) => state.getRow(keyOf(parts, partCount), codec) !== undefined,
    put: (state, ...partsAndValue) =>
      state.putRow(keyOf(partsAndValue, partCount), codec, partsAndValue[partCount] as Stored<Value>),
    delete: (state, ...parts) => state.deleteRow(keyOf(parts, partCount), codec),
    open: (state, ...parts) => state.openRow(keyOf(parts, partCount), codec) as StateRow<Value>,
    async *scan(state, options = {}) {
      if (partCount === 0) {
        // The one row of such a table: a prefix would find rows of other tables too.
        const value = options.after === undefined ? state.getRow(root, codec) : undefined;
        if (value !== undefined) yield { key: root, parts: [], value };
        return;
      }
      const within = options.within ?? [];
      const prefix = `${keyOf(within, within.length)}/`;
      const after = options.after === undefined ? undefined : prefix + options.after;
      for await (const { key, value } of state.scanRows({
        prefix,
        after,
        limit: options.limit,
        reverse: options.reverse,
      })) {
        yield {
          key,
          parts: key.slice(root.length + 1).split("/"),
          value: decodeStored(key, codec, value) as Stored<Value>,
        };
      }
    },
  };
}
