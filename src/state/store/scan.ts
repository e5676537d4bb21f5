// Rows in key order from a database and from the changes that lie over it.
import type { StoredRow } from "../view.ts";
import type { DatabaseRow, KeyRange, RowCursor } from "./rowDatabase.ts";
import { compareIn, MergedKeys } from "./sortedRows.ts";

/** Rows fetched at once where the caller sets no smaller limit. */
const stepRowsMax = 1_000;

export interface MergedScan {
  /** The rows of the database under the range's keys with `prefix` before each. */
  readonly cursor: RowCursor;
  readonly prefix: string;
  readonly range: KeyRange;
  /** Sorted lists of the keys whose rows are not taken from the database. */
  readonly keyLists: readonly (readonly string[])[];
  /** The row of such a key. */
  readRow(key: string): Uint8Array | undefined;
  readonly limit?: number | undefined;
}

export async function* scanMerged(scan: MergedScan): AsyncGenerator<StoredRow> {
  const { cursor, readRow, limit = Number.POSITIVE_INFINITY } = scan;
  const keys = new MergedKeys(scan.keyLists, scan.range);
  const compare = compareIn(scan.range);
  let given = 0;
  try {
    for await (const [databaseKey, databaseValue] of rowsOf(cursor, Math.min(stepRowsMax, limit))) {
      const key = databaseKey.slice(scan.prefix.length);
      for (; keys.key !== undefined && compare(keys.key, key) < 0; keys.advance()) {
        if (given === limit) return;
        const value = readRow(keys.key);
        if (value === undefined) continue;
        given += 1;
        yield { key: keys.key, value };
      }
      if (given === limit) return;
      const isChanged = keys.key === key;
      if (isChanged) keys.advance();
      const value = isChanged ? readRow(key) : databaseValue;
      if (value === undefined) continue;
      given += 1;
      yield { key, value };
    }
    for (; keys.key !== undefined && given < limit; keys.advance()) {
      const value = readRow(keys.key);
      if (value === undefined) continue;
      given += 1;
      yield { key: keys.key, value };
    }
  } finally {
    await cursor.close();
  }
}

async function* rowsOf(cursor: RowCursor, stepRows: number): AsyncGenerator<DatabaseRow> {
  for (;;) {
    const rows = await cursor.next(Math.max(1, stepRows));
    if (rows.length === 0) return;
    yield* rows;
  }
}
