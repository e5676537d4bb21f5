// What is quoted of a file: in the feed's unit, as of the end of each period, and what the feed would not count told by name.
import { describe, expect, it } from "vitest";
import type { LedgerFeed } from "#src/cli/importing/prices/ledgerFeeds.ts";
import { faultAt, planQuotes } from "#src/cli/importing/prices/plan.ts";
import type { PriceFile } from "#src/cli/importing/prices/priceFile.ts";
import { priceDecimals } from "#src/cli/importing/prices/units.ts";
import type { Refused } from "#src/cli/importing/refused.ts";

const dayMs = 86_400_000;
const one = 10n ** BigInt(priceDecimals);

function feedOf(feed: string, unit: string, market: "continuous" | "weekdays" = "continuous"): LedgerFeed {
  return { feed, unit, label: "", rules: { maxAgeMs: 2 * dayMs, market, holdMs: 0 }, feeders: [] };
}

function fileOf(
  column: string,
  unit: string,
  prices: readonly (readonly [month: number, scaled: bigint, sure?: bigint])[],
): PriceFile {
  const found = prices.map(([month, scaled, confidenceScaled]) => {
    const [startMs, endMs] = [Date.UTC(2020, month), Date.UTC(2020, month + 1)];
    const period = { name: `2020-${month + 1}`, startMs, endMs };
    return {
      series: column,
      period,
      scaled,
      line: month,
      column,
      value: "",
      ...(confidenceScaled !== undefined && { confidenceScaled }),
    };
  });
  return { series: new Map([[column, { unit: { currency: "USD", unit }, prices: found }]]), firstEndMs: 0 };
}

function plan(
  file: PriceFile,
  mappings: readonly { column: string; feed: string }[],
  feeds: readonly LedgerFeed[],
  shiftMs = 0,
) {
  const refused: Refused[] = [];
  const byName = new Map(feeds.map((feed) => [feed.feed, feed]));
  const refuse = (entry: Refused) => void refused.push(entry);
  const moments = planQuotes(file, { mappings, feeds: byName, shiftMs, confidenceBp: 10, refuse });
  return { moments, refused };
}

describe("a plan", () => {
  it("has the quotes of one moment together, each in its feed's unit, from one column into several feeds", () => {
    const mappings = [
      { column: "SILVER", feed: "AG" },
      { column: "SILVER", feed: "AGOZ" },
    ];
    const file = fileOf("SILVER", "ozt", [
      [0, 18n * one],
      [1, 20n * one, one],
    ]);
    const { moments, refused } = plan(file, mappings, [feedOf("AG", "g"), feedOf("AGOZ", "ozt")], 1_000);
    expect(refused).toEqual([]);
    const shown = moments.map(({ observedMs, quotes }) => [
      observedMs,
      ...quotes.map(({ feed, priceNano, confidenceNano }) => [feed, priceNano, confidenceNano]),
    ]);
    expect(shown).toEqual([
      [Date.UTC(2020, 1) + 1_000, ["AG", 578_713_438n, 578_714n], ["AGOZ", 18_000_000_000n, 18_000_000n]],
      [Date.UTC(2020, 2) + 1_000, ["AG", 643_014_931n, 32_150_747n], ["AGOZ", 20_000_000_000n, 1_000_000_000n]],
    ]);
  });

  it("is never surer than to one billionth, and never less sure than of nothing", () => {
    const { moments } = plan(
      fileOf("A", "g", [[0, one / 10n ** 9n, 2n]]),
      [{ column: "A", feed: "AG" }],
      [feedOf("AG", "g")],
    );
    expect(moments[0]?.quotes[0]).toMatchObject({ priceNano: 1n, confidenceNano: 1n });
  });

  it("refuses what is less than a billionth, or more than the oracle takes", () => {
    const file = fileOf("A", "g", [
      [0, 1n],
      [1, one * 10n ** 6n],
      [2, one * 10n ** 6n + one],
    ]);
    const { moments, refused } = plan(file, [{ column: "A", feed: "AG" }], [feedOf("AG", "g")]);
    expect(moments.map(({ quotes }) => quotes.map(({ priceNano }) => priceNano))).toEqual([[10n ** 15n]]);
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      [0, "priceTooSmall"],
      [2, "priceTooLarge"],
    ]);
  });
});

describe("a quote", () => {
  const quoteAt = (observedMs: number) => {
    const { moments } = plan(fileOf("A", "g", [[0, one]]), [{ column: "A", feed: "AG" }], [feedOf("AG", "g")]);
    const [quote] = moments[0]?.quotes ?? [];
    if (quote === undefined) throw new Error("the plan has a quote");
    return { ...quote, observedMs };
  };
  const friday = Date.UTC(2020, 0, 3);

  it("is stale when its feed would not count it, in the time for which its market was open", () => {
    const [always, weekdays] = [feedOf("AG", "g"), feedOf("AG", "g", "weekdays")];
    expect(faultAt(quoteAt(friday), always, friday + 2 * dayMs)).toBeUndefined();
    expect(faultAt(quoteAt(friday), always, friday + 2 * dayMs + 1)).toBe("stale");
    expect(faultAt(quoteAt(friday), weekdays, friday + 4 * dayMs)).toBeUndefined();
    expect(faultAt(quoteAt(friday), weekdays, friday + 4 * dayMs + 1)).toBe("stale");
    expect(faultAt(quoteAt(-1), always, 0)).toBe("stale");
  });

  it("is of the future while what it is of has not ended", () => {
    expect(faultAt(quoteAt(friday), feedOf("AG", "g"), friday - 1)).toBe("inFuture");
    expect(faultAt(quoteAt(friday), feedOf("AG", "g"), friday)).toBeUndefined();
  });
});
