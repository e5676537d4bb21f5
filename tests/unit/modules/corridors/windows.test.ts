// Rolling windows: they never count short of their length, nor more than one interval beyond it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import {
  addedFlow,
  capOf,
  emptyFlow,
  exposureOf,
  levelOf,
  sumsAt,
  tighterCaps,
  usedBp,
  windows,
} from "#src/modules/corridors/windows.ts";

const levels = { informBp: 7_000, warnBp: 8_500, slowBp: 9_500, stopBp: 10_000 };
const lengthsMs = { hour: 3_600_000, day: 86_400_000, month: 30 * 86_400_000, year: 366 * 86_400_000 };

test("each window holds all of its length, and at most one interval more", () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 * 86_400_000 }), fc.bigInt(0n, 100n)), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(steps, (list) => {
      let flow = emptyFlow;
      let timeMs = Date.UTC(2026, 0, 1);
      const done: { readonly atMs: number; readonly outflow: bigint }[] = [];
      for (const [stepMs, outflow] of list) {
        timeMs += stepMs % (outflow % 3n === 0n ? 40 * 86_400_000 : 400_000);
        flow = addedFlow(flow, timeMs, { inflow: 1n, outflow });
        done.push({ atMs: timeMs, outflow });
      }
      for (const { window, intervalMs } of windows) {
        const within = (ms: number) =>
          done.reduce((sum, each) => (each.atMs > timeMs - ms ? sum + each.outflow : sum), 0n);
        const { outflow } = sumsAt(flow, window, timeMs);
        expect(outflow).toBeGreaterThanOrEqual(within(lengthsMs[window]));
        expect(outflow).toBeLessThanOrEqual(within(lengthsMs[window] + intervalMs));
        expect(flow[window].length).toBeLessThanOrEqual(31);
      }
    }),
    { numRuns: 300, seed: 3 },
  );
});

test("a window is empty an interval after its length", () => {
  const atMs = Date.UTC(2026, 0, 1);
  const flow = addedFlow(emptyFlow, atMs, { inflow: 5n, outflow: 7n });
  for (const { window, intervalMs, intervals } of windows) {
    const end = (Math.floor(atMs / intervalMs) + intervals + 1) * intervalMs;
    expect(sumsAt(flow, window, end - 1)).toEqual({ inflow: 5n, outflow: 7n });
    expect(sumsAt(flow, window, end)).toEqual({ inflow: 0n, outflow: 0n });
  }
});

test("net is the distance, gross the sum", () => {
  expect(exposureOf({ inflow: 5n, outflow: 7n })).toEqual({ net: 2n, gross: 12n });
});

test("levels begin at their marks", () => {
  const used = [6_999n, 7_000n, 8_499n, 8_500n, 9_499n, 9_500n, 9_999n, 10_000n];
  expect(used.map((bp) => levelOf(bp, levels))).toEqual([
    ...["clear", "inform", "inform", "warn", "warn", "slow", "slow", "stop"],
  ]);
  expect([usedBp(1n, 3n), usedBp(0n, 0n)]).toEqual([3_333n, 10_000n]);
});

test("no number is no cap, and the tighter of two is the lower number", () => {
  const none = { hour: {}, day: {}, month: {}, year: {} };
  expect(capOf(none, "hour", "net")).toBe(limits.amountMax);
  const one = { ...none, hour: { netMost: 5n, grossMost: 9n } };
  const other = { ...none, hour: { netMost: 7n }, year: { grossMost: 1n } };
  expect(tighterCaps(one, other)).toEqual({ ...none, hour: { netMost: 5n, grossMost: 9n }, year: { grossMost: 1n } });
});
