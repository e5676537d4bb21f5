// A ledger's state as it would be with some rows changed by hand: for promises that use never breaks.

import type { Codec } from "#src/core/form.ts";
import { compareText } from "#src/core/order.ts";
import type { StateScanner, Stored, StoredRow } from "#src/state/view.ts";

export interface ChangedRow {
  readonly key: string;
  readonly codec: Codec<unknown>;
  /** Undefined where the row is gone. */
  readonly value: unknown;
}

/** A row with a value; any table's codec will do. */
export function rowOf<Value>(key: string, codec: Codec<Value>, value: Stored<Value> | undefined): ChangedRow {
  return { key, codec: codec as Codec<unknown>, value };
}

export function changedState(state: StateScanner, rows: readonly ChangedRow[]): StateScanner {
  const changed = new Map(rows.map((row) => [row.key, row]));
  return {
    height: state.height,
    timeMs: state.timeMs,
    getRow: <Value>(key: string, codec: Codec<Value>) => {
      const row = changed.get(key);
      return row === undefined ? state.getRow(key, codec) : (row.value as Stored<Value> | undefined);
    },
    async *scanRows({ prefix, after = "" }) {
      const all: StoredRow[] = [];
      for await (const row of state.scanRows({ prefix })) if (!changed.has(row.key)) all.push(row);
      for (const { key, codec, value } of changed.values()) {
        if (value !== undefined && key.startsWith(prefix)) all.push({ key, value: codec.encode(value) });
      }
      all.sort((left, right) => compareText(left.key, right.key));
      for (const row of all) if (row.key > after) yield row;
    },
  };
}
