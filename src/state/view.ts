// What reading and writing state means to those above: keyed rows, seen at one height and block time.
import type { Codec } from "#src/core/form.ts";

/** A value that came out of state: shared with the cache, so it must never be written to. */
export type Stored<Value> = Value extends bigint | string | number | boolean | Uint8Array | null | undefined
  ? Value
  : { readonly [Name in keyof Value]: Stored<Value[Name]> };

/** An event as announced: its type is `module/nounParticiple`, its content of the shape the module declared. */
export interface StateEvent {
  readonly type: string;
  readonly content: unknown;
}

/** Reading by key, without waiting. */
export interface StateReader {
  /** The block being executed, or, for a query, the block whose state is read. */
  readonly height: number;
  /** The time of that block, in UTC milliseconds. */
  readonly timeMs: number;
  getRow<Value>(key: string, codec: Codec<Value>): Stored<Value> | undefined;
}

/** A row held open: looked up once, then read and written as often as needed within one handler. */
export interface StateRow<Value> {
  readonly value: Stored<Value> | undefined;
  /** A fault when the value lies outside its schema's bounds. */
  put(value: Stored<Value>): void;
  delete(): void;
}

/** What a handler may do: read, write, announce. Everything is undone together when the handler refuses. */
export interface State extends StateReader {
  /** A fault when the value lies outside its schema's bounds. */
  putRow<Value>(key: string, codec: Codec<Value>, value: Stored<Value>): void;
  deleteRow<Value>(key: string, codec: Codec<Value>): void;
  openRow<Value>(key: string, codec: Codec<Value>): StateRow<Value>;
  emit(event: StateEvent): void;
  /** Adds to a sum that the machine requires to be zero at the end of every transaction and of block work. */
  tally(name: string, delta: bigint): void;
}

export interface ScanRange {
  /** Keys beginning with this text. */
  readonly prefix: string;
  /** Only keys after this one (before it, when reversed). */
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  readonly reverse?: boolean | undefined;
}

export interface StoredRow {
  readonly key: string;
  readonly value: Uint8Array;
}

/** Reading in key order: for queries, audits and tests only. */
export interface StateScanner extends StateReader {
  scanRows(range: ScanRange): AsyncIterable<StoredRow>;
}
