// Decisions of channels in whole numbers: which terms are sound, what is tighter, what passes a throttle, and when.
import { divideDown, maximum, minimum } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import { compareText } from "#src/core/order.ts";
import { type Flow, sumsAt, windows } from "#src/modules/corridors/access.ts";
import type { Stored } from "#src/state/view.ts";
import { type Bound, dayMs, type Link, type Terms, type Throttle, type Throttles } from "./schemas.ts";

const wholeBp = 10_000n;

/** Names stand in their order, each once. */
export function areSoundTerms({ classes }: Stored<Terms>): boolean {
  return classes.every(({ name }, at) => {
    const before = classes[at - 1];
    return before === undefined || compareText(before.name, name) < 0;
  });
}

/** A class never goes: its customers would have no limit. */
export function keepsClasses(before: Stored<Terms>, after: Stored<Terms>): boolean {
  return before.classes.every(({ name }) => limitOf(after, name) !== undefined);
}

export function limitOf({ classes }: Stored<Terms>, className: string): bigint | undefined {
  return classes.find(({ name }) => name === className)?.limit;
}

/** Number by number the tighter of what holds and what is to come; a class that is new comes with the rest. */
export function tighterTerms(current: Stored<Terms>, next: Stored<Terms>): Terms {
  return {
    classes: current.classes.map(({ name, limit }) => ({ name, limit: minimum(limit, limitOf(next, name) ?? limit) })),
    supplyFloor: minimum(current.supplyFloor, next.supplyFloor),
    issue: tighterThrottles(current.issue, next.issue),
    redeem: tighterThrottles(current.redeem, next.redeem),
  };
}

export function areSameTerms(one: Stored<Terms>, other: Stored<Terms>): boolean {
  const isSame = (left: Stored<Bound>, right: Stored<Bound>) =>
    left.amountMost === right.amountMost && left.supplyBp === right.supplyBp;
  const bounds = ({ issue, redeem }: Stored<Terms>) =>
    [issue, redeem].flatMap(({ bank, all }) => [bank.hour, bank.day, all.hour, all.day]);
  const others = bounds(other);
  return (
    one.classes.length === other.classes.length &&
    one.classes.every(({ name, limit }) => limitOf(other, name) === limit) &&
    one.supplyFloor === other.supplyFloor &&
    bounds(one).every((bound, at) => isSame(bound, others[at] ?? {}))
  );
}

function tighterThrottles(left: Stored<Throttles>, right: Stored<Throttles>): Throttles {
  const of = (name: "bank" | "all") => ({
    hour: tighterBound(left[name].hour, right[name].hour),
    day: tighterBound(left[name].day, right[name].day),
  });
  return { bank: of("bank"), all: of("all") };
}

function tighterBound(left: Bound, right: Bound): Bound {
  const amounts = [left.amountMost, right.amountMost].filter((amount) => amount !== undefined);
  const parts = [left.supplyBp, right.supplyBp].filter((part) => part !== undefined);
  return {
    ...(amounts[0] === undefined ? {} : { amountMost: minimum(amounts[0], ...amounts) }),
    ...(parts[0] === undefined ? {} : { supplyBp: Math.min(...parts) }),
  };
}

/** What a window lets through; a part of the supply is rounded down, so that the channel is never looser than it says. */
export function boundOf({ amountMost, supplyBp }: Bound, supply: bigint, supplyFloor: bigint): bigint {
  const base = maximum(supply, supplyFloor);
  const part = supplyBp === undefined ? limits.amountMax : divideDown(base * BigInt(supplyBp), wholeBp);
  return minimum(amountMost ?? limits.amountMax, part);
}

export type Side = "inflow" | "outflow";

export interface Passage {
  readonly flow: Stored<Flow>;
  readonly side: Side;
  readonly throttle: Throttle;
  readonly supply: bigint;
  readonly supplyFloor: bigint;
}

/** The most that one request may ever be, as things stand. */
export function mostOf({ throttle, supply, supplyFloor }: Omit<Passage, "flow" | "side">): bigint {
  return minimum(boundOf(throttle.hour, supply, supplyFloor), boundOf(throttle.day, supply, supplyFloor));
}

/** When an amount passes both windows if nothing else does: the block's own time where it passes now, never where it is too large. */
export function passesMs({ flow, side, throttle, supply, supplyFloor }: Passage, amount: bigint, nowMs: number) {
  const whens = (["hour", "day"] as const).map((window) => {
    const bound = boundOf(throttle[window], supply, supplyFloor);
    if (amount > bound) return Number.MAX_SAFE_INTEGER;
    const { intervalMs = 1, intervals = 0 } = windows.find((each) => each.window === window) ?? {};
    let used = sumsAt(flow, window, nowMs)[side];
    let fromMs = nowMs;
    for (const { at, ...sums } of flow[window]) {
      if (used + amount <= bound) break;
      const leavesMs = (at + intervals + 1) * intervalMs;
      if (leavesMs <= nowMs) continue;
      used -= sums[side];
      fromMs = leavesMs;
    }
    return fromMs;
  });
  return Math.max(...whens);
}

/** What a customer's payments have pulled today. */
export function pulledOn(link: Stored<Link>, timeMs: number): { readonly day: number; readonly amount: bigint } {
  const day = Math.floor(timeMs / dayMs);
  return link.pulled.day === day ? link.pulled : { day, amount: 0n };
}
