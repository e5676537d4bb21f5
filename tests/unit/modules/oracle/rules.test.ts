// The arithmetic of prices.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maximum, minimum } from "#src/core/arithmetic.ts";
import {
  aggregate,
  deviates,
  faultyMost,
  heldSinceMs,
  isStale,
  judge,
  quorumObservedMs,
  quorumOf,
  rangeAt,
  worseRange,
} from "#src/modules/oracle/rules.ts";
import type { FeedPrice, FeedRules, Quote } from "#src/modules/oracle/schemas.ts";

const rules: FeedRules = {
  maxAgeMs: 60_000,
  market: "continuous",
  confidenceMultiplierBp: 10_000,
  ageWideningPpm: 0,
  gateBp: 1_000,
  holdMs: 0,
  minPublishers: 1,
  sampleMs: 1,
};
const vote = (priceNano: bigint, confidenceNano: bigint) => ({ priceNano, confidenceNano });
const round = (priceNano: bigint, confidenceNano = 1n, observedMs = 0) => {
  return { roundId: 1, atMs: observedMs, priceNano, confidenceNano, observedMs, publishers: 1 };
};
const quote = fc
  .tuple(fc.bigInt(1n, 10n ** 12n), fc.bigInt(1n, 10n ** 12n))
  .map(([price, width]) => vote(price, minimum(price, width)));

describe("the quartile rule", () => {
  test("finds the published result when one of four lies by 30 %", () => {
    const honest = [vote(10_000n, 30n), vote(10_020n, 25n), vote(9_990n, 40n)];
    expect(aggregate([...honest, vote(13_000n, 10n)])).toEqual({
      priceNano: 10_025n,
      lowerNano: 9_995n,
      upperNano: 10_045n,
      confidenceNano: 30n,
    });
  });

  test("lets one of three that differs widen the range, but not one of four", () => {
    const [near, far] = [vote(1_000n, 1n), vote(1_500n, 1n)];
    expect(aggregate([near, near, far])).toMatchObject({ priceNano: 1_001n, confidenceNano: 498n });
    expect(aggregate([near, near, near, far])).toMatchObject({ priceNano: 1_000n, confidenceNano: 1n });
  });

  test("gives a single quote back as it is", () => {
    expect(aggregate([vote(500n, 7n)])).toMatchObject({ priceNano: 500n, confidenceNano: 7n });
  });

  test("rounds the middle of two votes down", () => {
    expect(aggregate([vote(10n, 1n), vote(13n, 1n)]).priceNano).toBe(11n);
  });

  test("never finds a price or confidence of zero, whatever the quotes and their order", () => {
    fc.assert(
      fc.property(fc.array(quote, { minLength: 1, maxLength: 16 }), (quotes) => {
        const found = aggregate(quotes);
        expect(found.lowerNano <= found.priceNano && found.priceNano <= found.upperNano).toBe(true);
        expect(found.confidenceNano > 0n && found.confidenceNano <= 2n * 10n ** 12n).toBe(true);
        expect(found.priceNano > 0n).toBe(true);
        expect(aggregate([...quotes].reverse())).toEqual(found);
      }),
    );
  });

  test("keeps the price among honest votes as long as liars are fewer than the quorum assumes", () => {
    const side = fc.constantFrom(1n, 10n ** 15n);
    const crowd = fc.integer({ min: 4, max: 16 }).chain((feeders) => {
      const liars = faultyMost(feeders);
      return fc.tuple(
        fc.array(quote, { minLength: liars + 1, maxLength: feeders - liars }),
        fc.array(side, { minLength: liars, maxLength: liars }),
      );
    });
    fc.assert(
      fc.property(crowd, ([honest, lies]) => {
        const found = aggregate([...honest, ...lies.map((price) => vote(price, 1n))]);
        const lows = honest.map(({ priceNano, confidenceNano }) => priceNano - confidenceNano);
        const highs = honest.map(({ priceNano, confidenceNano }) => priceNano + confidenceNano);
        expect(lows.some((low) => low <= found.priceNano)).toBe(true);
        expect(highs.some((high) => high >= found.priceNano)).toBe(true);
        const bounded = aggregate([...honest, ...lies.map((price) => vote(price, 1n))], lies.length);
        expect(bounded.priceNano).toBe(found.priceNano);
        expect(bounded.lowerNano >= minimum(...(lows as [bigint]))).toBe(true);
        expect(bounded.upperNano <= maximum(...(highs as [bigint]))).toBe(true);
        const widest = maximum(bounded.priceNano - bounded.lowerNano, bounded.upperNano - bounded.priceNano);
        const told = maximum(...(honest.map(({ confidenceNano }) => confidenceNano) as [bigint]));
        expect(bounded.confidenceNano > 0n && bounded.confidenceNano <= maximum(widest, told)).toBe(true);
      }),
    );
  });

  test("lets three of ten that lie as one widen nothing, where they are known to be possible", () => {
    const honest = Array.from({ length: 7 }, (_, at) => vote(1_000n + BigInt(at), 5n));
    const lies = Array.from({ length: 3 }, () => vote(1n, 1n));
    expect(aggregate([...honest, ...lies])).toMatchObject({ priceNano: 1_000n, confidenceNano: 998n });
    const { priceNano, lowerNano, confidenceNano } = aggregate([...honest, ...lies], 3);
    expect([priceNano, lowerNano, confidenceNano]).toEqual([1_000n, 995n, 5n]);
  });

  test("keeps the width that feeders tell, also where a bare quorum quotes and liars may be nearly half", () => {
    const quotes = Array.from({ length: 7 }, () => vote(1_000n, 9n));
    expect(aggregate(quotes, 3)).toMatchObject({ priceNano: 1_000n, lowerNano: 1_000n, confidenceNano: 9n });
  });
});

test("the quorum is the feed's minimum, and more than twice the liars", () => {
  expect([1, 3, 4, 6, 7, 16].map(faultyMost)).toEqual([0, 0, 1, 1, 2, 5]);
  expect(quorumOf(2, 3)).toBe(2);
  expect(quorumOf(2, 4)).toBe(3);
  expect(quorumOf(1, 7)).toBe(5);
  expect(quorumOf(9, 16)).toBe(11);
  expect(quorumOf(13, 16)).toBe(13);
});

test("the age of a price is that of its quorum, neither of its newest quote nor of its oldest", () => {
  const quotes = [5, 40, 20].map((observedMs) => ({ observedMs }) as Quote);
  expect([1, 2, 3].map((quorum) => quorumObservedMs(quotes, quorum))).toEqual([40, 20, 5]);
});

describe("the deviation gate", () => {
  test("counts a change of exactly the gate's share, either way, and not a hair less", () => {
    expect(deviates(10_000n, 11_000n, 1_000)).toBe(true);
    expect(deviates(10_000n, 10_999n, 1_000)).toBe(false);
    expect(deviates(10_000n, 9_000n, 1_000)).toBe(true);
    expect(deviates(10_000n, 9_001n, 1_000)).toBe(false);
  });

  test("compares exactly where a division would round", () => {
    expect(deviates(3n, 4n, 3_334)).toBe(false);
    expect(deviates(3n, 4n, 3_333)).toBe(true);
  });
});

describe("what becomes of a round", () => {
  const current = round(1_000n);
  const sums = { priceNanoMsSum: 0n, summedMs: 0, samples: 1, sampledMs: 0 };
  const quiet: FeedPrice = { roundId: 1, current, ...sums };
  const jumped: FeedPrice = { roundId: 2, current, pending: { ...round(1_500n), sinceMs: 100 }, ...sums };
  const found = (priceNano: bigint, observed: number[], atMs = 200) => ({
    priceNano,
    atMs,
    quotes: observed.map((observedMs) => ({ observedMs }) as Quote),
    quorum: 2,
  });

  test("the first one is accepted, and one within the gate", () => {
    expect(judge(undefined, found(7n, [1, 1]), rules)).toBe("accepted");
    expect(judge(quiet, found(1_099n, [1, 1]), rules)).toBe("accepted");
  });

  test("a jump is held, and a round back near the price in force is accepted", () => {
    expect(judge(quiet, found(1_100n, [1, 1]), rules)).toBe("held");
    expect(judge(jumped, found(1_050n, [150, 150]), rules)).toBe("accepted");
  });

  test("a jump is confirmed only when a quorum has quoted after it was first seen", () => {
    expect(judge(jumped, found(1_510n, [150, 100, 50]), rules)).toBe("held");
    expect(judge(jumped, found(1_510n, [150, 101, 50]), rules)).toBe("confirmed");
  });

  test("a jump is held for the feed's shortest time at least", () => {
    const slow = { ...rules, holdMs: 100 };
    expect(judge(jumped, found(1_510n, [150, 150], 199), slow)).toBe("held");
    expect(judge(jumped, found(1_510n, [150, 150], 200), slow)).toBe("confirmed");
  });

  test("another jump begins its wait anew, the same one does not", () => {
    expect(judge(jumped, found(2_000n, [150, 150]), rules)).toBe("held");
    expect(heldSinceMs(jumped, found(2_000n, [150, 150]), rules)).toBe(200);
    expect(heldSinceMs(jumped, found(1_510n, [150, 50]), rules)).toBe(100);
    expect(heldSinceMs(quiet, found(2_000n, [150, 150]), rules)).toBe(200);
  });
});

describe("the range of a price", () => {
  test("is the price and its confidence when nothing else is asked for", () => {
    expect(rangeAt(round(1_000n, 30n), rules, 5_000)).toEqual({ low: 970n, mid: 1_000n, high: 1_030n });
  });

  test("rounds the multiplied confidence against whoever asks", () => {
    const half = { ...rules, confidenceMultiplierBp: 5_000 };
    expect(rangeAt(round(1_000n, 31n), half, 0)).toEqual({ low: 984n, mid: 1_000n, high: 1_016n });
  });

  test("widens with the root of its age, rounded up", () => {
    const widening = { ...rules, confidenceMultiplierBp: 0, ageWideningPpm: 100 };
    expect(rangeAt(round(1_000_000n), widening, 0).high).toBe(1_000_000n);
    expect(rangeAt(round(1_000_000n), widening, 100_000).high).toBe(1_001_000n);
    expect(rangeAt(round(1_000_000n), widening, 100_001).high).toBe(1_001_001n);
  });

  test("has a low of at least 1", () => {
    expect(rangeAt(round(10n, 10n), rules, 0).low).toBe(1n);
    expect(rangeAt(round(10n, 10n), { ...rules, confidenceMultiplierBp: 100_000 }, 0).low).toBe(1n);
  });

  test("the worse of two has the lower low and the higher high", () => {
    const first = { low: 90n, mid: 100n, high: 110n };
    expect(worseRange(first, undefined)).toBe(first);
    expect(worseRange(first, { low: 60n, mid: 70n, high: 80n })).toEqual({ low: 60n, mid: 100n, high: 110n });
    expect(worseRange(first, { low: 95n, mid: 150n, high: 205n })).toEqual({ low: 90n, mid: 100n, high: 205n });
  });
});

describe("staleness", () => {
  test("begins one millisecond after the age limit", () => {
    expect(isStale(rules, 1_000, 61_000)).toBe(false);
    expect(isStale(rules, 1_000, 61_001)).toBe(true);
  });

  test("does not come over a weekend to a market that is closed then", () => {
    const weekdays = { ...rules, market: "weekdays" as const };
    const fridayNight = Date.UTC(2026, 0, 2, 23, 59, 30);
    expect(isStale(rules, fridayNight, Date.UTC(2026, 0, 4, 12))).toBe(true);
    expect(isStale(weekdays, fridayNight, Date.UTC(2026, 0, 4, 12))).toBe(false);
    expect(isStale(weekdays, fridayNight, Date.UTC(2026, 0, 5, 0, 0, 30))).toBe(false);
    expect(isStale(weekdays, fridayNight, Date.UTC(2026, 0, 5, 0, 0, 30, 1))).toBe(true);
    expect(isStale(weekdays, Date.UTC(2026, 0, 6), Date.UTC(2026, 0, 6, 0, 1, 0, 1))).toBe(true);
  });

  test("counts five days of every week", () => {
    const week = { ...rules, market: "weekdays" as const, maxAgeMs: 5 * 86_400_000 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (observedMs) => {
        expect(isStale(week, observedMs, observedMs + 7 * 86_400_000)).toBe(false);
        expect(isStale({ ...week, maxAgeMs: week.maxAgeMs - 1 }, observedMs, observedMs + 7 * 86_400_000)).toBe(true);
      }),
    );
  });
});
