// Listings of GPUs: sound ones alone, counted once a day, and no price of too few or of those too far apart.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Selection } from "#src/cli/importing/prices/columns.ts";
import { listingsForm } from "#src/cli/importing/prices/listingsForm.ts";
import { priceDecimals } from "#src/cli/importing/prices/units.ts";

interface Listing {
  readonly id?: string;
  readonly gpus?: string;
  readonly total?: string;
  readonly each: string;
  readonly reliability?: string;
  readonly memory?: string;
  readonly seen?: string;
}

const micro = (millionths: number) => BigInt(millionths) * 10n ** BigInt(priceDecimals - 6);
const text = (millionths: number) => (millionths / 1_000_000).toFixed(6);
const noon = "2026-02-27T12:00:00.123456+00:00";

function read(listings: readonly Listing[], leastListings = 1) {
  const wanted = new Selection([{ column: "h100/81559", feed: "H100" }], { since: undefined, until: undefined });
  const form = listingsForm({ leastListings, leastReliability: "0.90" }, wanted);
  const rows = listings.map((listing, index) => {
    const {
      id = `${index}`,
      each,
      gpus = "1",
      total = each,
      reliability = "0.99",
      memory = "81559",
      seen = noon,
    } = listing;
    const cells = ["h100", id, "H100", gpus, total, each, reliability, "US", "False", "", memory, seen];
    return form.row(cells, index + 2);
  });
  const all = [...rows, form.end()];
  return {
    prices: all
      .flatMap(({ prices }) => prices)
      .map(({ period, scaled, confidenceScaled }) => [period.name, scaled, confidenceScaled]),
    refused: all
      .flatMap(({ refused }) => refused)
      .map(({ line, column, reason, refused }) => [line, column, reason, refused]),
  };
}

describe("the price of a day", () => {
  it("is the median, as sure as the wider distance to the quartiles", () => {
    const prices = [2_000_000, 1_000_000, 5_000_000, 3_000_000, 4_000_000].map((each) => ({ each: text(each) }));
    expect(read(prices).prices).toEqual([["2026-02-27", micro(3_000_000), micro(1_000_000)]]);
    expect(read(prices.slice(0, 4)).prices).toEqual([["2026-02-27", micro(2_500_000), micro(500_000)]]);
  });

  it("is that of its own class and day", () => {
    const { prices } = read([
      { each: "1" },
      { each: "2", seen: "2026-02-28T00:00:00Z" },
      { each: "9", memory: "40960" },
    ]);
    expect(prices.map(([day, scaled]) => [day, scaled])).toEqual([
      ["2026-02-27", micro(1_000_000)],
      ["2026-02-28", micro(2_000_000)],
    ]);
  });

  it("is none where there are fewer listings than were asked for", () => {
    const { prices, refused } = read([{ each: "1" }, { each: "2", reliability: "0.899" }], 2);
    expect(prices).toEqual([]);
    expect(refused).toEqual([
      [3, "reliability", "unreliable", true],
      [2, "dph_per_gpu", "tooFewListings", true],
    ]);
  });

  it("is none where they lie too far apart to be quoted", () => {
    const { prices, refused } = read([{ each: "1" }, { each: "1" }, { each: "3" }, { each: "3" }].map((one) => one));
    expect(prices).toHaveLength(1);
    expect(refused).toEqual([]);
    const wide = read([{ each: "0.1" }, { each: "1" }, { each: "2.5" }]);
    expect(wide.refused).toEqual([[2, "dph_per_gpu", "listingsTooWide", true]]);
  });

  it("counts a listing that is seen again once, as it was seen last", () => {
    const later = noon.replace("T12", "T13");
    for (const listings of [
      [
        { id: "7", each: "1" },
        { id: "7", each: "3", seen: later },
      ],
      [
        { id: "7", each: "3", seen: later },
        { id: "7", each: "1" },
      ],
    ]) {
      const { prices, refused } = read(listings);
      expect(prices).toEqual([["2026-02-27", micro(3_000_000), 0n]]);
      expect(refused.map(([, column, reason, isRefused]) => [column, reason, isRefused])).toEqual([
        ["listing_id", "listingAgain", false],
      ]);
    }
  });

  it("lies among the sound listings, half of which cost no more and half no less", () => {
    const each = fc.integer({ min: 500_000, max: 900_000 });
    fc.assert(
      fc.property(fc.array(each, { minLength: 1, maxLength: 40 }), (given) => {
        const { prices } = read(given.map((one) => ({ each: text(one) })));
        const [[, scaled = 0n] = []] = prices as unknown as [[string, bigint]];
        const apart = given.map((one) => micro(one));
        expect(2 * apart.filter((one) => one <= scaled).length).toBeGreaterThanOrEqual(given.length);
        expect(2 * apart.filter((one) => one >= scaled).length).toBeGreaterThanOrEqual(given.length);
      }),
    );
  });
});

describe("a listing", () => {
  it.each([
    [{ each: "" }, "dph_total", "blank"],
    [{ each: "", total: "2" }, "dph_per_gpu", "blank"],
    [{ each: "0" }, "dph_total", "zeroPrice"],
    [{ each: "-1", total: "1" }, "dph_per_gpu", "negativePrice"],
    [{ each: "1", gpus: "0" }, "num_gpus", "gpusUnknown"],
    [{ each: "1", gpus: "1.5" }, "num_gpus", "gpusUnknown"],
    [{ each: "1", gpus: "9999" }, "num_gpus", "gpusUnknown"],
    [{ each: "1", gpus: "2" }, "dph_per_gpu", "perGpuDiffers"],
    [{ each: "1", total: "1.0000011" }, "dph_per_gpu", "perGpuDiffers"],
    [{ each: "1", reliability: "" }, "reliability", "reliabilityUnknown"],
    [{ each: "1", reliability: "99" }, "reliability", "reliabilityUnknown"],
    [{ each: "1", seen: "27/02/2026 12:00" }, "collected_utc", "periodFormUnknown"],
    [{ each: "1", seen: "2026-02-27T12:00:00+02:00" }, "collected_utc", "periodFormUnknown"],
    [{ each: "1", seen: "2026-02-30T12:00:00Z" }, "collected_utc", "periodFormUnknown"],
    [{ each: "1", seen: "" }, "collected_utc", "blank"],
  ] as const)("%j is refused by %s as %s", (listing, column, reason) => {
    expect(read([listing])).toEqual({ prices: [], refused: [[2, column, reason, true]] });
  });

  it("of several GPUs may be rounded to the millionth for each", () => {
    expect(read([{ each: "0.673333", gpus: "3", total: "2.0199999999999999" }]).prices).toHaveLength(1);
  });

  it("needs a least reliability that is a share", () => {
    const wanted = new Selection([], { since: undefined, until: undefined });
    for (const leastReliability of ["90", "", "1.1", "-0.5"]) {
      expect(() => listingsForm({ leastListings: 1, leastReliability }, wanted)).toThrow("a share such as 0.90");
    }
  });
});
