// Averages over a trailing window.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { averageOver, extendHistory } from "#src/modules/oracle/history.ts";
import type { FeedRules } from "#src/modules/oracle/schemas.ts";
import { samplesKept } from "#src/modules/oracle/schemas.ts";
import { prices, samples } from "#src/modules/oracle/tables.ts";
import { memoryState } from "#tests/support/memoryState.ts";

const rulesWith = (sampleMs: number) => ({ sampleMs }) as FeedRules;

/** A feed whose prices came into force at the given moments. */
function historyOf(points: readonly { atMs: number; priceNano: bigint }[], sampleMs: number, nowMs: number) {
  const memory = memoryState(1, points[0]?.atMs ?? 0);
  for (const [index, { atMs, priceNano }] of points.entries()) {
    memory.nextBlock(index + 1, atMs);
    const sums = extendHistory(memory.journal, "AG", prices.get(memory.journal, "AG"), rulesWith(sampleMs));
    const current = { roundId: index + 1, atMs, priceNano, confidenceNano: 1n, observedMs: atMs, publishers: 1 };
    prices.put(memory.journal, "AG", { roundId: index + 1, current, ...sums });
  }
  memory.nextBlock(points.length + 1, nowMs);
  return memory;
}

describe("an average", () => {
  test("is absent without a price", () => {
    expect(averageOver(memoryState().journal, "AG", 1_000)).toBeUndefined();
  });

  test("is the price itself at the moment of the first round", () => {
    const { journal } = historyOf([{ atMs: 50, priceNano: 7n }], 10, 50);
    expect(averageOver(journal, "AG", 1_000)).toEqual({ averageNano: 7n, fromMs: 50, toMs: 50 });
  });

  test("weighs each price by the time for which it held, and rounds down", () => {
    const points = [
      { atMs: 0, priceNano: 100n },
      { atMs: 30, priceNano: 200n },
    ];
    const { journal } = historyOf(points, 1, 40);
    expect(averageOver(journal, "AG", 40)).toEqual({ averageNano: 125n, fromMs: 0, toMs: 40 });
    expect(averageOver(journal, "AG", 10)).toEqual({ averageNano: 200n, fromMs: 30, toMs: 40 });
    expect(averageOver(historyOf(points, 1, 37).journal, "AG", 40)?.averageNano).toBe(118n);
  });

  test("gives no weight to a price that was replaced within its block", () => {
    const points = [
      { atMs: 0, priceNano: 100n },
      { atMs: 30, priceNano: 9_000n },
      { atMs: 30, priceNano: 100n },
    ];
    expect(averageOver(historyOf(points, 1, 40).journal, "AG", 40)?.averageNano).toBe(100n);
  });

  test("says from when it counts: a sample before the window, or the beginning", () => {
    const points = [0, 10, 20, 30, 40].map((atMs) => ({ atMs, priceNano: BigInt(atMs + 1) }));
    const { journal } = historyOf(points, 15, 45);
    expect(averageOver(journal, "AG", 10)?.fromMs).toBe(20);
    expect(averageOver(journal, "AG", 24)?.fromMs).toBe(20);
    expect(averageOver(journal, "AG", 26)?.fromMs).toBe(0);
    expect(averageOver(journal, "AG", 1_000)?.fromMs).toBe(0);
  });

  test("reaches back as far as the ring of samples", () => {
    const points = Array.from({ length: samplesKept + 5 }, (_, index) => ({ atMs: index, priceNano: 3n }));
    const { journal } = historyOf(points, 1, points.length);
    expect(samples.has(journal, "AG", 4)).toBe(false);
    expect(averageOver(journal, "AG", 10_000)).toEqual({ averageNano: 3n, fromMs: 5, toMs: points.length });
  });

  test("equals the sum done by hand, whatever the prices, moments and window", () => {
    const step = fc.record({ afterMs: fc.integer({ min: 0, max: 50 }), priceNano: fc.bigInt(1n, 10n ** 15n) });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 2_000 }),
        (steps, windowMs) => {
          let atMs = 0;
          const points = steps.map(({ afterMs, priceNano }) => {
            atMs += afterMs;
            return { atMs, priceNano };
          });
          const nowMs = atMs + 1;
          const average = averageOver(historyOf(points, 1, nowMs).journal, "AG", windowMs);
          const fromMs = average?.fromMs ?? -1;
          let sum = 0n;
          for (const [index, point] of points.entries()) {
            const untilMs = points[index + 1]?.atMs ?? nowMs;
            sum += point.priceNano * BigInt(Math.max(0, untilMs - Math.max(fromMs, point.atMs)));
          }
          expect(average?.averageNano).toBe(sum / BigInt(nowMs - fromMs));
        },
      ),
    );
  });
});
