// That energy adds up: what was metered is issued or carried, and what was issued has a state.
import { defineInvariant } from "#src/machine/invariant.ts";
import type { StateReader, StateScanner, Stored } from "#src/state/view.ts";
import { countInState, emptyTotal, plus, totalOfState, wattHoursInStates } from "../books.ts";
import { isLate } from "../days/days.ts";
import { idsIn } from "../matching/claimedRanges.ts";
import { intervalsOf, milliWhPerWh, sumOf } from "../rules.ts";
import type { Readings, Total } from "../schemas.ts";
import { bundles, devices, deviceTotals, kindTotals, readings } from "../tables.ts";

/** All figures in one order, whichever way the row was written. */
const describe = (total: Stored<Total>): string =>
  Object.entries(plus(emptyTotal, total))
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");

/** A sentence for each key where two sets of totals differ. */
function differences(what: string, summed: ReadonlyMap<string, Total>, running: ReadonlyMap<string, Stored<Total>>) {
  return [...new Set([...summed.keys(), ...running.keys()])].flatMap((key) => {
    const [left, right] = [summed.get(key) ?? emptyTotal, running.get(key) ?? emptyTotal].map(describe);
    return left === right ? [] : [`${what} ${key}: the rows say ${left}, but the total says ${right}`];
  });
}

async function totalsIn(state: StateScanner, table: typeof deviceTotals | typeof kindTotals) {
  const totals = new Map<string, Stored<Total>>();
  for await (const { parts, value } of table.scan(state)) totals.set(parts[0] ?? "", value);
  return totals;
}

/** Certificates by the state that they are in, of each device. */
async function wattHoursByState(state: StateScanner) {
  const sums = new Map<string, Total>();
  for await (const { parts, value } of bundles.scan(state)) {
    const [device = "", firstId = ""] = parts;
    const inState = { [totalOfState[value.state]]: countInState(Number(firstId), value) };
    const taken = { claimedWh: idsIn(value.claimed ?? []), cancelledForStorageWh: idsIn(value.stored ?? []) };
    sums.set(device, plus(plus(sums.get(device) ?? emptyTotal, inState), taken));
  }
  return sums;
}

const nothingMetered = { records: 0, meteredMilliWh: 0n, lateMilliWh: 0n };

/** The energy of a record's intervals whose day had closed when it came. */
function lateOf(state: StateReader, startMs: number, row: Stored<Readings>): bigint {
  const late = intervalsOf(startMs, row).filter((interval) => isLate(state, row.recordedMs, interval.startMs));
  return sumOf(late.map(({ energyMilliWh }) => energyMilliWh));
}

/**
 * What was metered is issued or carried, to the milliwatt-hour, and every watt-hour issued has one state: the totals of
 * each device are the sums of its readings and bundles, and those of a kind the sums of its devices'.
 */
export const totalsEqualReadingsAndBundles = defineInvariant(async ({ state }) => {
  const byState = await wattHoursByState(state);
  const metered = new Map<string, Pick<Total, "records" | "meteredMilliWh" | "lateMilliWh">>();
  for await (const { parts, value } of readings.scan(state)) {
    const sum = metered.get(parts[0] ?? "") ?? nothingMetered;
    metered.set(parts[0] ?? "", {
      records: sum.records + 1,
      meteredMilliWh: sum.meteredMilliWh + sumOf(value.valuesMilliWh),
      lateMilliWh: sum.lateMilliWh + lateOf(state, Number(parts[1]), value),
    });
  }
  const summed = new Map<string, Total>();
  const summedKinds = new Map<string, Total>();
  for await (const { parts, value } of devices.scan(state)) {
    const [device = ""] = parts;
    const { records, meteredMilliWh, lateMilliWh } = metered.get(device) ?? nothingMetered;
    const states = byState.get(device) ?? emptyTotal;
    const issuedWh = wattHoursInStates(states);
    const remainderMilliWh = value.kind !== "generation" ? 0n : meteredMilliWh - issuedWh * milliWhPerWh;
    const total = { ...states, records, meteredMilliWh, lateMilliWh, issuedWh, remainderMilliWh };
    summed.set(device, total);
    if (records > 0) summedKinds.set(value.kind, plus(summedKinds.get(value.kind) ?? emptyTotal, total));
  }
  const broken = [...summed].flatMap(([device, { remainderMilliWh }]) =>
    remainderMilliWh >= 0n && remainderMilliWh < milliWhPerWh
      ? []
      : [`device ${device}: ${remainderMilliWh} mWh are neither issued nor a fraction of a watt-hour`],
  );
  return [
    ...broken,
    ...differences("device", summed, await totalsIn(state, deviceTotals)),
    ...differences("kind", summedKinds, await totalsIn(state, kindTotals)),
  ];
});
