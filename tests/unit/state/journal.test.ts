// The journal: what is written is read back, undone exactly, and sealed as the changes that really happened.
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { Fault } from "#src/core/assert.ts";
import { codecOf } from "#src/core/form.ts";
import { amountSchema } from "#src/core/schemas.ts";
import { Journal, type RowChange } from "#src/state/journal.ts";
import { StoreFault } from "#src/state/store/storeFault.ts";

const amounts = codecOf(amountSchema);

/** Committed rows, into which sealed changes are put by hand. */
class CommittedRows {
  readonly rows = new Map<string, Uint8Array>();
  reads = 0;

  readRow(key: string): Uint8Array | undefined {
    this.reads += 1;
    return this.rows.get(key);
  }

  commit(changes: readonly RowChange[]): void {
    for (const { key, before, after } of changes) {
      expect(before).toEqual(this.rows.get(key));
      if (after === undefined) this.rows.delete(key);
      else this.rows.set(key, after);
    }
  }
}

let committed: CommittedRows;
let journal: Journal;

beforeEach(() => {
  committed = new CommittedRows();
  committed.rows.set("kept", amounts.encode(7n));
  journal = new Journal(committed);
  journal.beginBlock(1, 1_000);
});

const amountAt = (key: string) => journal.getRow(key, amounts);
const put = (key: string, value: bigint) => journal.putRow(key, amounts, value);

describe("Journal", () => {
  it("reads committed rows once, and what was written since", () => {
    expect(amountAt("kept")).toBe(7n);
    expect(amountAt("kept")).toBe(7n);
    expect(committed.reads).toBe(1);
    put("kept", 8n);
    put("new", 1n);
    expect([amountAt("kept"), amountAt("new"), amountAt("absent")]).toEqual([8n, 1n, undefined]);
    journal.deleteRow("kept", amounts);
    expect(amountAt("kept")).toBeUndefined();
  });

  it("reads and writes a row held open as it does by key", () => {
    const row = journal.openRow("kept", amounts);
    row.put(9n);
    expect(amountAt("kept")).toBe(9n);
    put("kept", 10n);
    expect(row.value).toBe(10n);
    row.delete();
    expect(journal.seal().map(({ key, after }) => [key, after])).toEqual([["kept", undefined]]);
  });

  it("refuses as a fault a value outside its schema's bounds, and leaves the row alone", () => {
    expect(() => put("kept", -1n)).toThrow(Fault);
    expect(() => journal.openRow("kept", amounts).put(-1n)).toThrow(Fault);
    expect(amountAt("kept")).toBe(7n);
    expect(journal.seal()).toEqual([]);
  });

  it("takes committed bytes that make no sense for a fault of storage, not for a refusal", () => {
    committed.rows.set("broken", Uint8Array.of(0xff));
    expect(() => amountAt("broken")).toThrow(StoreFault);
  });

  it("rolls nested checkpoints back to exactly what was there: rows, events and tallies", () => {
    const outer = journal.checkpoint();
    put("kept", 8n);
    journal.emit({ type: "a/b", content: 1 });
    journal.tally("books", 5n);
    const inner = journal.checkpoint();
    journal.deleteRow("kept", amounts);
    put("new", 1n);
    journal.emit({ type: "a/b", content: 2 });
    journal.tally("books", -5n);
    expect(journal.unbalancedTally()).toBeUndefined();
    journal.rollback(inner);
    expect([amountAt("kept"), amountAt("new")]).toEqual([8n, undefined]);
    expect(journal.eventsSince(outer)).toEqual([{ type: "a/b", content: 1 }]);
    expect(journal.unbalancedTally()).toBe("books");
    journal.rollback(outer);
    expect(amountAt("kept")).toBe(7n);
    expect(journal.eventsSince(outer)).toEqual([]);
    expect(journal.unbalancedTally()).toBeUndefined();
    expect(journal.seal()).toEqual([]);
  });

  it("names the first tally that is not zero, until the transaction is settled", () => {
    journal.tally("b", 1n);
    journal.tally("a", 1n);
    journal.tally("a", -2n);
    expect(journal.unbalancedTally()).toBe("a");
    journal.settle();
    expect(journal.unbalancedTally()).toBeUndefined();
  });

  it("seals changes in key order, with bytes before and after, and leaves out rows that are what they were", () => {
    put("z", 1n);
    put("kept", 8n);
    put("kept", 7n);
    put("a", 2n);
    put("brief", 3n);
    journal.deleteRow("brief", amounts);
    expect(journal.seal()).toEqual([
      { key: "a", before: undefined, after: amounts.encode(2n) },
      { key: "z", before: undefined, after: amounts.encode(1n) },
    ]);
  });

  it("forgets a dropped block, even when the same height is executed again", () => {
    put("kept", 8n);
    journal.dropBlock();
    journal.beginBlock(1, 1_001);
    expect(amountAt("kept")).toBe(7n);
    put("kept", 9n);
    expect(journal.seal()).toEqual([{ key: "kept", before: amounts.encode(7n), after: amounts.encode(9n) }]);
  });

  it("does not begin a block before the last one was sealed or dropped, nor clear its cache within one", () => {
    put("kept", 8n);
    expect(() => journal.beginBlock(2, 2_000)).toThrow(Fault);
    expect(() => journal.clearCache()).toThrow(Fault);
  });

  it("shows every value that enters the cache to its guard", () => {
    const seen: unknown[] = [];
    const guarded = new Journal(committed, { rows: 10, bytes: 1_000 }, (value) => seen.push(value));
    guarded.beginBlock(1, 0);
    guarded.getRow("kept", amounts);
    guarded.putRow("kept", amounts, 8n);
    guarded.openRow("kept", amounts).put(9n);
    expect(seen).toEqual([7n, 8n, 9n]);
  });

  it("reads rows again that its bounded cache has let go, with what blocks have committed since", () => {
    const small = new Journal(committed, { rows: 2, bytes: 1_000 });
    for (let height = 1; height <= 20; height += 1) {
      small.beginBlock(height, height);
      small.putRow(`row${height % 7}`, amounts, BigInt(height));
      small.getRow(`row${(height * 3) % 7}`, amounts);
      committed.commit(small.seal());
    }
    small.beginBlock(21, 21);
    for (let row = 0; row < 7; row += 1) {
      const last = Array.from({ length: 20 }, (_, at) => at + 1).findLast((height) => height % 7 === row);
      expect(small.getRow(`row${row}`, amounts)).toBe(BigInt(last ?? -1));
    }
    expect(committed.reads).toBeGreaterThan(7);
  });

  it("lets go of rows by their size as well, of those read and of those written", () => {
    const readAgain = (bytes: number) => {
      const small = new Journal(committed, { rows: 1_000, bytes });
      for (let height = 1; height <= 8; height += 1) {
        small.beginBlock(height, height);
        small.putRow(`sized${height}`, amounts, 10n ** 18n + BigInt(height));
        committed.commit(small.seal());
      }
      const { reads } = committed;
      small.beginBlock(9, 9);
      for (let row = 1; row <= 8; row += 1) small.getRow(`sized${row}`, amounts);
      return committed.reads - reads;
    };
    // Each of these rows is committed as nine bytes: two fill a generation, and the last full one stays.
    expect(readAgain(18)).toBe(6);
    expect(readAgain(1_000)).toBe(0);
  });
});

type Step =
  | { readonly kind: "put" | "delete"; readonly key: string; readonly value: number }
  | {
      readonly kind: "checkpoint" | "rollback" | "settle" | "seal" | "drop";
      readonly key: string;
      readonly value: number;
    };

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom("put", "put", "delete", "checkpoint", "rollback", "settle", "seal", "drop"),
  key: fc.constantFrom("a", "b", "c", "d"),
  value: fc.nat(3),
});

describe("Journal against a map that is copied at every checkpoint", () => {
  it("agrees after any steps", () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 80 }), (steps) => {
        const source = new CommittedRows();
        const tested = new Journal(source, { rows: 2, bytes: 1_000 });
        const counts = codecOf(z.int().min(0).max(9));
        let model = new Map<string, number>();
        let atBlock = new Map<string, number>();
        let marks: { readonly checkpoint: ReturnType<Journal["checkpoint"]>; readonly rows: Map<string, number> }[] =
          [];
        let height = 1;
        tested.beginBlock(height, 0);
        const nextBlock = () => {
          marks = [];
          height += 1;
          tested.beginBlock(height, 0);
        };
        for (const { kind, key, value } of steps) {
          if (kind === "put") {
            tested.putRow(key, counts, value);
            model.set(key, value);
          } else if (kind === "delete") {
            tested.deleteRow(key, counts);
            model.delete(key);
          } else if (kind === "checkpoint") marks.push({ checkpoint: tested.checkpoint(), rows: new Map(model) });
          else if (kind === "rollback") {
            const mark = marks.pop();
            if (mark !== undefined) {
              tested.rollback(mark.checkpoint);
              model = mark.rows;
            }
          } else if (kind === "settle") {
            tested.settle();
            marks = [];
          } else if (kind === "seal") {
            source.commit(tested.seal());
            atBlock = new Map(model);
            nextBlock();
          } else {
            tested.dropBlock();
            model = new Map(atBlock);
            nextBlock();
          }
          for (const name of ["a", "b", "c", "d"]) expect(tested.getRow(name, counts)).toBe(model.get(name));
        }
        source.commit(tested.seal());
        const rows = [...source.rows].map(([key, bytes]) => [key, counts.decode(bytes)] as const);
        expect(new Map(rows)).toEqual(model);
      }),
    );
  });
});
