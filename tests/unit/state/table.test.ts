// Tables: readable keys that sort as their parts do, and rows found under the parts they share.
import { describe, expect, it } from "vitest";
import { Fault } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { amountSchema } from "#src/core/schemas.ts";
import { createMemoryStore } from "#src/state/store/memoryStore.ts";
import { StoreFault } from "#src/state/store/storeFault.ts";
import { defineTable } from "#src/state/table.ts";
import type { StateReader } from "#src/state/view.ts";

const bars = defineTable("metal-reserve/bar/{refiner}/{number}", amountSchema);
const total = defineTable("metal-reserve/total", amountSchema);
const totals = defineTable("metal-reserve/total-of/{metal}", amountSchema);

async function reserve() {
  const store = createMemoryStore();
  const { journal } = store;
  journal.beginBlock(0, 0);
  for (const [refiner, number] of [
    ["b", 2],
    ["a", 10],
    ["a", 9],
    ["b", 1],
    ["ab", 3],
  ] as const) {
    bars.put(journal, refiner, number, BigInt(number));
  }
  total.put(journal, 25n);
  totals.put(journal, "AG", 5n);
  store.seal();
  await store.persist();
  return store;
}

async function listed<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

describe("defineTable", () => {
  it("joins names and parts with slashes and pads numbers to sixteen digits", () => {
    expect(bars.key("a", 9)).toBe("metal-reserve/bar/a/0000000000000009");
    expect(bars.key("a", Number.MAX_SAFE_INTEGER)).toBe("metal-reserve/bar/a/9007199254740991");
    expect(total.key()).toBe("metal-reserve/total");
  });

  it("refuses as a fault parts that could be mistaken for others or would sort elsewhere as bytes", () => {
    const tooLong = "x".repeat(limits.keyPartLengthMax + 1);
    for (const part of ["", "a/b", "a b", "ä", "\u{1F4A7}", "\ud800", "a\n", "\u0000", tooLong]) {
      expect(() => bars.key(part, 1)).toThrow(Fault);
    }
    for (const number of [-1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1]) {
      expect(() => bars.key("a", number)).toThrow(Fault);
    }
  });

  it("refuses as a fault a pattern that is not names followed by parts", () => {
    for (const pattern of ["", "/a", "a//b", "a/{x}/b", "A/b", "a/{}", "a/{x}{y}"]) {
      expect(() => defineTable(pattern, amountSchema)).toThrow(Fault);
    }
  });

  it("puts, gets, opens and deletes one row", () => {
    const { journal } = createMemoryStore();
    journal.beginBlock(0, 0);
    expect(bars.has(journal, "a", 1)).toBe(false);
    bars.put(journal, "a", 1, 5n);
    expect([bars.get(journal, "a", 1), bars.has(journal, "a", 1)]).toEqual([5n, true]);
    bars.open(journal, "a", 1).put(6n);
    expect(bars.get(journal, "a", 1)).toBe(6n);
    bars.delete(journal, "a", 1);
    expect(bars.get(journal, "a", 1)).toBeUndefined();
  });

  it("scans in the order of the parts, within parts, from behind a row, and backwards", async () => {
    const view = (await reserve()).reader();
    const partsOf = async (...options: Parameters<typeof bars.scan> extends [unknown, ...infer Rest] ? Rest : never) =>
      (await listed(bars.scan(view, ...options))).map(({ parts }) => `${parts[0]}${Number(parts[1])}`);
    expect(await partsOf()).toEqual(["a9", "a10", "ab3", "b1", "b2"]);
    expect(await partsOf({ reverse: true, limit: 2 })).toEqual(["b2", "b1"]);
    expect(await partsOf({ within: ["a"] })).toEqual(["a9", "a10"]);
    expect(await partsOf({ within: ["a"], after: "0000000000000009" })).toEqual(["a10"]);
    expect(await partsOf({ after: "ab/0000000000000003" })).toEqual(["b1", "b2"]);
    expect(await partsOf({ after: "ab/0000000000000003", reverse: true })).toEqual(["a10", "a9"]);
    expect(await partsOf({ after: "\u{10ffff}" })).toEqual([]);
    expect(await partsOf({ limit: 0 })).toEqual([]);
  });

  it("scans a table of one row without finding tables whose names begin alike", async () => {
    const view = (await reserve()).reader();
    expect(await listed(total.scan(view))).toEqual([{ key: "metal-reserve/total", parts: [], value: 25n }]);
    expect(await listed(total.scan(view, { after: "x" }))).toEqual([]);
  });

  it("takes a stored row that cannot be decoded for a fault of storage", async () => {
    const rows = (async function* () {
      yield { key: "metal-reserve/total-of/AG", value: Uint8Array.of(0xff) };
    })();
    const reader: StateReader = { height: 0, timeMs: 0, getRow: () => undefined };
    await expect(listed(totals.scan({ ...reader, scanRows: () => rows }))).rejects.toThrow(StoreFault);
  });
});
