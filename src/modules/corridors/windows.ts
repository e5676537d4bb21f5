// Rolling windows kept as a few buckets each: sums, caps and levels, in whole numbers.
import { difference, divideDown } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import type { Stored } from "#src/state/view.ts";
import type { Bucket, Caps, Flow, Level, Levels, Window } from "./schemas.ts";

export const wholeBp = 10_000n;
const hourMs = 3_600_000;

/**
 * Full intervals of each window. The interval under way counts besides, so that a window covers its length at least and
 * one interval more at most: a cap is never counted short.
 */
export const windows: readonly { readonly window: Window; readonly intervalMs: number; readonly intervals: number }[] =
  [
    { window: "hour", intervalMs: hourMs / 12, intervals: 12 },
    { window: "day", intervalMs: hourMs, intervals: 24 },
    { window: "month", intervalMs: 24 * hourMs, intervals: 30 },
    { window: "year", intervalMs: 732 * hourMs, intervals: 12 },
  ];

export const emptyFlow: Flow = { hour: [], day: [], month: [], year: [] };

export interface Sums {
  readonly inflow: bigint;
  readonly outflow: bigint;
}

export interface Exposure {
  readonly net: bigint;
  readonly gross: bigint;
}

type Buckets = Stored<readonly Bucket[]>;

/** The buckets of a window that still count at a moment. */
function live(buckets: Buckets, nowAt: number, intervals: number): Bucket[] {
  return buckets.filter(({ at }) => at >= nowAt - intervals).map((bucket) => ({ ...bucket }));
}

/** What a window holds at a moment. */
export function sumsAt(flow: Stored<Flow>, window: Window, timeMs: number): Sums {
  const { intervalMs, intervals } = windows.find((each) => each.window === window) ?? { intervalMs: 1, intervals: 0 };
  const nowAt = Math.floor(timeMs / intervalMs);
  let [inflow, outflow] = [0n, 0n];
  for (const bucket of live(flow[window] as Buckets, nowAt, intervals)) {
    inflow += bucket.inflow;
    outflow += bucket.outflow;
  }
  return { inflow, outflow };
}

/** A flow after something went in and out; what no longer counts is dropped. */
export function addedFlow(flow: Stored<Flow>, timeMs: number, { inflow, outflow }: Sums): Flow {
  const after: Record<Window, Bucket[]> = { hour: [], day: [], month: [], year: [] };
  for (const { window, intervalMs, intervals } of windows) {
    const nowAt = Math.floor(timeMs / intervalMs);
    const kept = live(flow[window] as Buckets, nowAt, intervals);
    const last = kept.at(-1);
    const isSame = last?.at === nowAt;
    const before = isSame ? last : { inflow: 0n, outflow: 0n };
    const bucket = { at: nowAt, inflow: before.inflow + inflow, outflow: before.outflow + outflow };
    after[window] = [...(isSame ? kept.slice(0, -1) : kept), bucket];
  }
  return after;
}

export function exposureOf({ inflow, outflow }: Sums): Exposure {
  return { net: difference(inflow, outflow), gross: inflow + outflow };
}

export function plus(left: Sums, right: Sums): Sums {
  return { inflow: left.inflow + right.inflow, outflow: left.outflow + right.outflow };
}

/** No cap is the largest amount that a row can hold. */
export function capOf(caps: Stored<Caps>, window: Window, measure: keyof Exposure): bigint {
  const { netMost, grossMost } = caps[window];
  return (measure === "net" ? netMost : grossMost) ?? limits.amountMax;
}

/** How much of a cap is used, in basis points, rounded down; all of a cap of zero. */
export function usedBp(value: bigint, cap: bigint): bigint {
  return cap === 0n ? wholeBp : divideDown(value * wholeBp, cap);
}

export function levelOf(used: bigint, { informBp, warnBp, slowBp, stopBp }: Stored<Levels>): Level {
  if (used >= BigInt(stopBp)) return "stop";
  if (used >= BigInt(slowBp)) return "slow";
  if (used >= BigInt(warnBp)) return "warn";
  return used >= BigInt(informBp) ? "inform" : "clear";
}

/** The tighter of two sets of caps, cap by cap. */
export function tighterCaps(left: Stored<Caps>, right: Stored<Caps>): Caps {
  const of = (window: Window) => {
    const [one, other] = [left[window], right[window]];
    const netMost = tighter(one.netMost, other.netMost);
    const grossMost = tighter(one.grossMost, other.grossMost);
    return { ...(netMost === undefined ? {} : { netMost }), ...(grossMost === undefined ? {} : { grossMost }) };
  };
  return { hour: of("hour"), day: of("day"), month: of("month"), year: of("year") };
}

/** No number is no cap, which is looser than any. */
export function tighter(left: bigint | undefined, right: bigint | undefined): bigint | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return left < right ? left : right;
}
