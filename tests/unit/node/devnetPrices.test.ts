// The table of prices that a devnet replays.
import { expect, test } from "vitest";
import { present } from "#src/core/assert.ts";
import { devnetBasket } from "#src/modules/basket/genesis.ts";
import { priceNanoSchema } from "#src/modules/oracle/access.ts";
import { devnetMonthAt, devnetMonthCount, devnetMonthIndex } from "#src/node/devnetPrices.ts";
import { worthOf } from "#src/weighting/reweighing.ts";

const months = Array.from({ length: devnetMonthCount }, (_, index) => devnetMonthAt(index));

test("covers thirty years of months without a gap, each price one that the oracle takes", () => {
  expect(devnetMonthCount).toBe(360);
  expect([months[0]?.month, months.at(-1)?.month]).toEqual(["1990-01", "2019-12"]);
  for (const [index, { month, priceNano }] of months.entries()) {
    expect(devnetMonthIndex(month)).toBe(index);
    for (const price of [priceNano.AG, priceNano.CU]) {
      expect(priceNanoSchema.safeParse(price.toString()).success).toBe(true);
    }
  }
});

test("turns the World Bank's dollars per ounce and tonne into billionths per gram and kilogram", () => {
  // 17.138 USD an ounce of 31.1034768 g, and 6,077.06 USD a tonne.
  expect(devnetMonthAt(359).priceNano).toEqual({ AG: 550_999_495n, CU: 6_077_060_000n });
});

test("has the worst quarter on record for the devnet's basket, from August to November 2008", () => {
  const { lines, remainderNano } = devnetBasket;
  const worths = months.map(({ priceNano }) =>
    worthOf(
      lines.map(({ feed, quantity }) => ({ quantity, priceNano: priceNano[feed as "AG" | "CU"] })),
      remainderNano,
    ),
  );
  const quarters = worths.slice(3).map((worth, index) => {
    const before = present(worths[index], "three months before");
    return { month: present(months[index + 3], "a month").month, leftBp: (worth * 10_000n) / before };
  });
  const worst = quarters.reduce((least, quarter) => (quarter.leftBp < least.leftBp ? quarter : least));
  expect(worst).toEqual({ month: "2008-11", leftBp: 5_772n });
});

test("refuses a month outside of it", () => {
  expect(() => devnetMonthAt(360)).toThrow();
  expect(() => devnetMonthIndex("1989-12")).toThrow();
  expect(() => devnetMonthIndex("2020-01")).toThrow();
});
