// A database in memory, for tests: rows in a map, sorted when they are walked.
import { compareText } from "#src/core/order.ts";
import type { DatabaseRow, KeyRange, RowCursor, RowDatabase, RowSnapshot, RowWrite } from "./rowDatabase.ts";

export class MemoryDatabase implements RowDatabase {
  readonly #rows = new Map<string, Uint8Array>();

  get(key: string): Uint8Array | undefined {
    return this.#rows.get(key);
  }

  load(key: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#rows.get(key));
  }

  write(writes: Iterable<RowWrite>): Promise<void> {
    for (const { key, value } of writes) {
      if (value === undefined) this.#rows.delete(key);
      else this.#rows.set(key, value);
    }
    return Promise.resolve();
  }

  iterate(range: KeyRange): RowCursor {
    return iterateRows(this.#rows, range);
  }

  snapshot(): RowSnapshot {
    const rows = new Map(this.#rows);
    return { iterate: (range) => iterateRows(rows, range), close: () => Promise.resolve() };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function iterateRows(rows: ReadonlyMap<string, Uint8Array>, { from, to, reverse }: KeyRange): RowCursor {
  const found: DatabaseRow[] = [];
  for (const row of rows) if (row[0] >= from && row[0] < to) found.push(row);
  found.sort(([left], [right]) => (reverse === true ? compareText(right, left) : compareText(left, right)));
  let at = 0;
  return {
    next(rowsMax) {
      const page = found.slice(at, at + rowsMax);
      at += page.length;
      return Promise.resolve(page);
    },
    close: () => Promise.resolve(),
  };
}
