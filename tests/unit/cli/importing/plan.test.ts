// What is recorded of each day, from where a meter stands: nothing twice, nothing skipped, and gaps only with a new meter.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hourMs } from "#src/cli/importing/cells.ts";
import { type MeterStanding, Plan, type Round } from "#src/cli/importing/plan.ts";
import type { Refused } from "#src/cli/importing/refused.ts";

const startMs = Date.UTC(2023, 5, 10);
const mostMilliWh = 1_000n;

function standing(nextHour = 0, registerMilliWh = 5n): MeterStanding {
  return {
    nextStartMs: startMs + nextHour * hourMs,
    registerMilliWh,
    keyNumber: 1,
    mostMilliWh,
    stoppedBy: undefined,
  };
}

/** One device, with a value at some hours. */
function dayOf(hours: Readonly<Record<number, bigint>>) {
  const readings = Object.entries(hours).map(([hour, milliWh], index) => {
    const reading = { device: "a", milliWh, line: index + 2, column: "wh" };
    return [startMs + Number(hour) * hourMs, reading] as const;
  });
  return { devices: new Map([["a", new Map(readings)]]), refused: [] };
}

function planOf(meter: MeterStanding, mayReplace: boolean, nowHour = 1_000) {
  const refused: Refused[] = [];
  const counts = { skipped: 0, dropped: 0 };
  const plan = new Plan({
    standings: new Map([["a", meter]]),
    mayReplace,
    nowMs: startMs + nowHour * hourMs,
    refuse: (entry) => void refused.push(entry),
    skip(readings) {
      counts.skipped += readings;
    },
    drop(readings) {
      counts.dropped += readings;
    },
  });
  return { plan, refused, counts };
}

/** Hours, values, register and key of each record, and the hour at which each new meter begins. */
const shown = (rounds: readonly Round[]) =>
  rounds.map(({ meters, records }) => ({
    meters: meters.map((meter) => [(meter.startMs - startMs) / hourMs, meter.keyNumber]),
    records: records.map((record) => [
      (record.startMs - startMs) / hourMs,
      record.valuesMilliWh,
      record.registerBeforeMilliWh,
      record.keyNumber,
    ]),
  }));

describe("a plan", () => {
  it("goes on from where the meter stands, and leaves out what is recorded", () => {
    const { plan, counts } = planOf(standing(2), false);
    plan.add(dayOf({ 0: 1n, 1: 2n, 2: 3n, 3: 4n }));
    plan.add(dayOf({ 4: 5n }));
    const records = [
      [2, [3n, 4n], 5n, 1],
      [4, [5n], 12n, 1],
    ];
    expect(shown(plan.take())).toEqual([{ meters: [], records }]);
    expect(counts).toEqual({ skipped: 2, dropped: 0 });
    expect(plan.records).toBe(0);
  });

  it("has a new meter after each gap, also one between two windows", () => {
    const { plan } = planOf(standing(), true);
    plan.add(dayOf({ 0: 1n, 2: 2n, 3: 3n, 7: 4n }));
    expect(shown(plan.take())).toEqual([
      { meters: [], records: [[0, [1n], 5n, 1]] },
      { meters: [[2, 2]], records: [[2, [2n, 3n], 0n, 2]] },
      { meters: [[7, 3]], records: [[7, [4n], 0n, 3]] },
    ]);
    plan.add(dayOf({ 9: 6n }));
    expect(shown(plan.take())).toEqual([
      { meters: [], records: [] },
      { meters: [[9, 4]], records: [[9, [6n], 0n, 4]] },
    ]);
  });

  it("refuses the rest of a device after a gap where meters are not replaced", () => {
    const { plan, refused, counts } = planOf(standing(), false);
    plan.add(dayOf({ 0: 1n, 2: 2n, 3: 3n }));
    plan.add(dayOf({ 4: 4n }));
    expect(shown(plan.take())).toEqual([{ meters: [], records: [[0, [1n], 5n, 1]] }]);
    expect(refused).toMatchObject([
      { reason: "gap", device: "a", value: "2023-06-10 02:00:00", details: { hours: 2 } },
      { reason: "gap", device: "a", value: "2023-06-10 04:00:00", details: { hours: 1 } },
    ]);
    expect(counts).toEqual({ skipped: 0, dropped: 3 });
  });

  it("refuses what is above the nameplate, and what has not ended yet", () => {
    const { plan, refused } = planOf(standing(), true, 3);
    plan.add(dayOf({ 0: mostMilliWh, 1: mostMilliWh + 1n, 2: 2n, 3: 3n }));
    expect(shown(plan.take())).toEqual([
      { meters: [], records: [[0, [mostMilliWh], 5n, 1]] },
      { meters: [[2, 2]], records: [[2, [2n], 0n, 2]] },
    ]);
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      [3, "aboveNameplate"],
      [5, "inFuture"],
    ]);
  });

  it("records every reading from the meter's stand on once and in order, wherever a run before ended", () => {
    const hours = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1 });
    fc.assert(
      fc.property(hours, fc.integer({ min: 0, max: 24 }), (given, next) => {
        const sorted = given.toSorted((left, right) => left - right);
        const { plan } = planOf(standing(next), true);
        plan.add(dayOf(Object.fromEntries(sorted.map((hour) => [hour, BigInt(hour)]))));
        const recorded = plan.take().flatMap(({ records }) => records.flatMap(({ valuesMilliWh }) => valuesMilliWh));
        expect(recorded).toEqual(sorted.filter((hour) => hour >= next).map(BigInt));
      }),
    );
  });
});
