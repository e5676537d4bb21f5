// What the store asks of a database: rows in the byte order of their keys, read at once, written atomically and durably.

/** One row to put, or, without a value, to delete. */
export interface RowWrite {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

/** The keys from `from` up to, not including, `to`. */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
  readonly reverse?: boolean;
}

export type DatabaseRow = readonly [key: string, value: Uint8Array];

/** A walk over the rows as they were when it began, whatever is written meanwhile. */
export interface RowCursor {
  /** The next rows in order; none at the end. */
  next(rowsMax: number): Promise<readonly DatabaseRow[]>;
  close(): Promise<void>;
}

export interface RowReader {
  iterate(range: KeyRange): RowCursor;
}

/** All rows as they were when it was taken, to be walked more than once. */
export interface RowSnapshot extends RowReader {
  close(): Promise<void>;
}

export interface RowDatabase extends RowReader {
  /** Reads without waiting. */
  get(key: string): Uint8Array | undefined;
  /** Reads off the main thread: for large rows. */
  load(key: string): Promise<Uint8Array | undefined>;
  /** All the writes or none, whatever happens, and on disk when the promise resolves. */
  write(writes: Iterable<RowWrite>): Promise<void>;
  snapshot(): RowSnapshot;
  close(): Promise<void>;
}
