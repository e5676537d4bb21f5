// State in memory for tests that write rows directly, without messages: a journal, and a scanner over what it wrote.
import { present } from "#src/core/assert.ts";
import { compareText } from "#src/core/order.ts";
import { Journal } from "#src/state/journal.ts";
import type { StateScanner } from "#src/state/view.ts";

export function memoryState(height = 1, timeMs = Date.UTC(2026, 0, 1)) {
  const rows = new Map<string, Uint8Array>();
  const journal = new Journal({ readRow: (key) => rows.get(key) });
  const begin = (atHeight: number, atMs: number) => {
    journal.beginBlock(atHeight, atMs);
  };
  const seal = () => {
    for (const { key, after } of journal.seal()) {
      if (after === undefined) rows.delete(key);
      else rows.set(key, after);
    }
  };
  begin(height, timeMs);
  return {
    journal,
    rows,
    /** Ends the block so far and begins another one. */
    nextBlock(atHeight = journal.height + 1, atMs = journal.timeMs + 1) {
      seal();
      begin(atHeight, atMs);
    },
    /** Everything written so far, in key order. */
    scanner(): StateScanner {
      seal();
      begin(journal.height, journal.timeMs);
      return {
        height: journal.height,
        timeMs: journal.timeMs,
        getRow: (key, codec) => journal.getRow(key, codec),
        async *scanRows({ prefix, after, limit = Number.POSITIVE_INFINITY, reverse = false }) {
          const keys = [...rows.keys()].filter((key) => key.startsWith(prefix)).sort(compareText);
          if (reverse) keys.reverse();
          let left = limit;
          for (const key of keys) {
            if (left <= 0) return;
            if (after !== undefined && (reverse ? key >= after : key <= after)) continue;
            left -= 1;
            yield { key, value: present(rows.get(key), "a listed row") };
          }
        },
      };
    },
  };
}
