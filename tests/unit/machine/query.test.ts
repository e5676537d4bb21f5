// Pages: every row is on exactly one page, and the last page says that it is the last.
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { pageOf, pageParams, readPage } from "#src/machine/query.ts";

async function* rowsAfter(count: number, after: string | undefined, given: { count: number }) {
  for (let row = after === undefined ? 0 : Number(after) + 1; row < count; row += 1) {
    given.count += 1;
    yield row;
  }
}

const readAll = async (count: number, limit: number | undefined) => {
  const pages: number[][] = [];
  const given = { count: 0 };
  let after: string | undefined;
  do {
    const page = await readPage(rowsAfter(count, after, given), limit, (row) => row, String);
    pages.push(page.items);
    after = page.next;
  } while (after !== undefined);
  return { pages, given: given.count };
};

test("pages hold every row once, in order, and none is empty but the only one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 20 }), async (count, limit) => {
      const { pages } = await readAll(count, limit);
      expect(pages.flat()).toEqual(Array.from({ length: count }, (_, at) => at));
      expect(pages.length).toBe(Math.max(1, Math.ceil(count / limit)));
    }),
  );
});

test("a page takes one row more than it shows, and no others", async () => {
  const given = { count: 0 };
  await readPage(rowsAfter(100, undefined, given), 10, (row) => row, String);
  expect(given.count).toBe(11);
});

test("a page without a limit has the usual number of rows", async () => {
  const { pages } = await readAll(limits.pageRowsDefault + 1, undefined);
  expect(pages.map((page) => page.length)).toEqual([limits.pageRowsDefault, 1]);
});

test("a page may be as large as the limit, and not larger", () => {
  const params = z.strictObject({ ...pageParams });
  expect(params.safeParse({ limit: limits.pageRowsMax }).success).toBe(true);
  for (const limit of [0, -1, 1.5, limits.pageRowsMax + 1]) expect(params.safeParse({ limit }).success).toBe(false);
  expect(params.safeParse({ after: "" }).success).toBe(false);
  const page = pageOf(z.boolean());
  expect(page.safeParse({ items: new Array(limits.pageRowsMax + 1).fill(true) }).success).toBe(false);
  expect(page.safeParse({ items: [true], next: "a" }).success).toBe(true);
});
