// All rows of one block, held fast so that they can be walked more than once while other blocks commit.
import type { StoredRow } from "../view.ts";
import { rangeOf, rangeUnder, stateRowPrefix } from "./keyLayout.ts";
import type { RowDatabase } from "./rowDatabase.ts";
import { scanMerged } from "./scan.ts";
import { MergedKeys } from "./sortedRows.ts";
import type { StateView } from "./stateView.ts";

export interface FrozenState {
  readonly height: number;
  readonly timeMs: number;
  readonly root: Uint8Array;
  /** Every row in key order. */
  rows(): AsyncIterable<StoredRow>;
  close(): Promise<void>;
}

/** Unlike a view, it keeps the rows that differ from the database's itself, so it never grows with later blocks. */
export function freezeState(view: StateView, database: RowDatabase): FrozenState {
  const { height, timeMs, root } = view;
  const range = rangeOf("");
  const keys: string[] = [];
  const changed = new Map<string, Uint8Array | undefined>();
  for (const merged = new MergedKeys(view.keyLists(), range); merged.key !== undefined; merged.advance()) {
    keys.push(merged.key);
    changed.set(merged.key, view.readRow(merged.key));
  }
  const snapshot = database.snapshot();
  return {
    height,
    timeMs,
    root,
    rows: () =>
      scanMerged({
        cursor: snapshot.iterate(rangeUnder(stateRowPrefix, range)),
        prefix: stateRowPrefix,
        range,
        keyLists: [keys],
        readRow: (key) => changed.get(key),
      }),
    close: () => snapshot.close(),
  };
}
