// Arithmetic of channels: tighter terms, bounds of windows, and the moment at which an amount passes.
import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { boundOf, mostOf, passesMs, pulledOn, tighterTerms } from "#src/modules/bank-gateway/rules.ts";
import { dayMs, type Terms } from "#src/modules/bank-gateway/schemas.ts";
import { addedFlow, emptyFlow, sumsAt } from "#src/modules/corridors/access.ts";

const amount = fc.bigInt(0n, 1_000_000n);
const optional = <Value>(of: fc.Arbitrary<Value>, name: string) =>
  fc.option(of, { nil: undefined }).map((value) => (value === undefined ? {} : { [name]: value }));
const bound = fc
  .tuple(optional(amount, "amountMost"), optional(fc.nat(10_000), "supplyBp"))
  .map(([one, other]) => ({ ...one, ...other }));
const throttle = fc.record({ hour: bound, day: bound });
const throttles = fc.record({ bank: throttle, all: throttle });
const terms: fc.Arbitrary<Terms> = fc.record({
  classes: amount.map((limit) => [{ name: "person", limit }]),
  supplyFloor: amount,
  issue: throttles,
  redeem: throttles,
});

test("takes the tighter of amount and share, rounded down, of the supply or its floor", () => {
  expect(boundOf({}, 5n, 5n)).toBe(limits.amountMax);
  expect(boundOf({ amountMost: 7n }, 0n, 0n)).toBe(7n);
  expect(boundOf({ amountMost: 7n, supplyBp: 1 }, 19_999n, 0n)).toBe(1n);
  expect(boundOf({ supplyBp: 5_000 }, 0n, 9n)).toBe(4n);
});

test("what holds at once is never looser than what held, nor than what is to come", () => {
  fc.assert(
    fc.property(terms, terms, amount, (current, next, supply) => {
      const tight = tighterTerms(current, next);
      expect(tight.classes[0]?.limit).toBe(
        [current, next]
          .map(({ classes }) => classes[0]?.limit ?? 0n)
          .reduce((one, other) => (one < other ? one : other)),
      );
      for (const kind of ["issue", "redeem"] as const) {
        for (const whose of ["bank", "all"] as const) {
          const of = (set: Terms) => mostOf({ throttle: set[kind][whose], supply, supplyFloor: set.supplyFloor });
          for (const set of [current, next]) expect(of(tight) <= of(set)).toBe(true);
        }
      }
    }),
  );
});

test("an amount passes at the moment it is promised and not a millisecond before, unless it never does", () => {
  const passages = fc.array(fc.tuple(fc.bigInt(1n, 1_000n), fc.integer({ min: 0, max: 2 * dayMs })), { maxLength: 20 });
  const asked = fc.tuple(fc.bigInt(1n, 1_500n), fc.bigInt(0n, 2_000n), fc.bigInt(0n, 4_000n));
  fc.assert(
    fc.property(passages, asked, (list, [wanted, hour, day]) => {
      const sorted = [...list].sort(([, left], [, right]) => left - right);
      let flow = emptyFlow;
      for (const [outflow, atMs] of sorted) flow = addedFlow(flow, atMs, { inflow: 0n, outflow });
      const nowMs = sorted.at(-1)?.[1] ?? 0;
      const passage = { flow, side: "outflow", supply: 0n, supplyFloor: 0n } as const;
      const throttled = { ...passage, throttle: { hour: { amountMost: hour }, day: { amountMost: day } } };
      const whenMs = passesMs(throttled, wanted, nowMs);
      const fits = (atMs: number) =>
        sumsAt(flow, "hour", atMs).outflow + wanted <= hour && sumsAt(flow, "day", atMs).outflow + wanted <= day;
      if (wanted > hour || wanted > day) {
        expect(whenMs).toBe(Number.MAX_SAFE_INTEGER);
        return;
      }
      expect(fits(whenMs)).toBe(true);
      if (whenMs > nowMs) expect(fits(whenMs - 1)).toBe(false);
    }),
  );
});

test("what was pulled yesterday does not count today", () => {
  const link = { bank: "kdg1", className: "person", pullPerDayMost: 9n, heldMost: 0n } as unknown as Parameters<
    typeof pulledOn
  >[0];
  const pulled = { ...link, pulled: { day: 3, amount: 4n } };
  expect(pulledOn(pulled, 4 * dayMs - 1)).toEqual({ day: 3, amount: 4n });
  expect(pulledOn(pulled, 4 * dayMs)).toEqual({ day: 4, amount: 0n });
});
