// That energy adds up: what was metered is issued or carried, and what was issued has a state.
import { defineInvariant } from "#src/machine/invariant.ts";
import type { StateScanner, Stored } from "#src/state/view.ts";
import { countOf, emptyTotal, plus, totalOfState, wattHoursInStates } from "../books.ts";
import { milliWhPerWh, sumOf } from "../rules.ts";
import type { Total } from "../schemas.ts";
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
    const counted = { [totalOfState[value.state]]: countOf(Number(firstId), value.lastId) };
    sums.set(device, plus(sums.get(device) ?? emptyTotal, counted));
  }
  return sums;
}

/**
 * What was metered is issued or carried, to the milliwatt-hour, and every watt-hour issued has one state: the totals of
 * each device are the sums of its readings and bundles, and those of a kind the sums of its devices'.
 */
export const totalsEqualReadingsAndBundles = defineInvariant(async ({ state }) => {
  const byState = await wattHoursByState(state);
  const metered = new Map<string, { records: number; meteredMilliWh: bigint }>();
  for await (const { parts, value } of readings.scan(state)) {
    const sum = metered.get(parts[0] ?? "") ?? { records: 0, meteredMilliWh: 0n };
    metered.set(parts[0] ?? "", {
      records: sum.records + 1,
      meteredMilliWh: sum.meteredMilliWh + sumOf(value.valuesMilliWh),
    });
  }
  const summed = new Map<string, Total>();
  const summedKinds = new Map<string, Total>();
  for await (const { parts, value } of devices.scan(state)) {
    const [device = ""] = parts;
    const { records, meteredMilliWh } = metered.get(device) ?? { records: 0, meteredMilliWh: 0n };
    const states = byState.get(device) ?? emptyTotal;
    const issuedWh = wattHoursInStates(states);
    const remainderMilliWh = value.kind !== "generation" ? 0n : meteredMilliWh - issuedWh * milliWhPerWh;
    const total = { ...states, records, meteredMilliWh, issuedWh, remainderMilliWh };
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
