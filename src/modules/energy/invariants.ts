// Promises of the module `energy`, checked by scanning.
import { defineInvariant } from "#src/machine/invariant.ts";
import type { StateScanner, Stored } from "#src/state/view.ts";
import { countOf, emptyTotal, plus } from "./books.ts";
import { endOf, intervalsOf, milliWhPerWh, sumOf } from "./rules.ts";
import type { BundleState, Readings, Total } from "./schemas.ts";
import { bundles, devices, deviceTotals, heldBundles, kindTotals, meters, readings } from "./tables.ts";

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

/** Watt-hours of each state, by device. */
async function wattHoursByState(state: StateScanner) {
  const sums = new Map<string, Record<BundleState, bigint>>();
  for await (const { parts, value } of bundles.scan(state)) {
    const [device = "", firstId = ""] = parts;
    const sum = sums.get(device) ?? { active: 0n, cancelled: 0n, withdrawn: 0n };
    sum[value.state] += countOf(Number(firstId), value.lastId);
    sums.set(device, sum);
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
    const { active, cancelled, withdrawn } = byState.get(device) ?? { active: 0n, cancelled: 0n, withdrawn: 0n };
    const issuedWh = active + cancelled + withdrawn;
    const remainderMilliWh = value.kind === "load" ? 0n : meteredMilliWh - issuedWh * milliWhPerWh;
    const states = { activeWh: active, cancelledWh: cancelled, withdrawnWh: withdrawn };
    const total = { records, meteredMilliWh, issuedWh, remainderMilliWh, ...states };
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

/** Every id that was issued for a device lies in one bundle, of the record that it was issued from, and no other id does. */
export const bundlesTileIssues = defineInvariant(async ({ state }) => {
  const nextIds = new Map<string, number>();
  const broken: string[] = [];
  for await (const { key, parts, value } of bundles.scan(state)) {
    const [device = "", part = ""] = parts;
    const firstId = Number(part);
    if (firstId !== (nextIds.get(device) ?? 1)) broken.push(`${key} does not follow the bundle before`);
    if (value.lastId < firstId) broken.push(`${key} is empty`);
    nextIds.set(device, value.lastId + 1);
    const issue = readings.get(state, device, value.startMs)?.issue;
    const isWithin =
      issue !== undefined && firstId >= issue.firstId && value.lastId < issue.firstId + Number(issue.issuedWh);
    if (!isWithin) broken.push(`${key} reaches outside of the record that it was issued from`);
    if ((value.cancelled !== undefined) !== (value.state === "cancelled")) broken.push(`${key}: cancelled or not`);
    if ((value.withdrawn !== undefined) !== (value.state === "withdrawn")) broken.push(`${key}: withdrawn or not`);
  }
  for await (const { parts, value } of deviceTotals.scan(state)) {
    const last = (nextIds.get(parts[0] ?? "") ?? 1) - 1;
    if (BigInt(last) !== value.issuedWh)
      broken.push(`${parts[0]}: ${value.issuedWh} Wh were issued, but ids end at ${last}`);
  }
  return broken;
});

/** Each record of a device begins where the one before ended; under one meter the register goes on as well. */
export const readingsAreContiguous = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const last = new Map<string, { readonly row: Stored<Readings>; readonly endMs: number; readonly nextId: number }>();
  for await (const { key, parts, value } of readings.scan(state)) {
    const [device = "", start = ""] = parts;
    const startMs = Number(start);
    const before = last.get(device);
    if (before !== undefined) broken.push(...breaksBetween(key, before, { row: value, startMs }));
    const intervals = intervalsOf(startMs, value);
    const issuedWh = intervals.reduce(
      (sum, { firstId, lastId }) =>
        sum + (firstId === undefined || lastId === undefined ? 0n : countOf(firstId, lastId)),
      0n,
    );
    if (issuedWh !== (value.issue?.issuedWh ?? 0n)) broken.push(`${key}: its intervals make ${issuedWh} Wh`);
    const firstId = value.issue?.firstId ?? 1;
    if (firstId !== (before?.nextId ?? 1)) broken.push(`${key}: its ids do not go on`);
    const endMs = endOf(startMs, value.intervalMinutes, value.valuesMilliWh.length);
    last.set(device, { row: value, endMs, nextId: firstId + Number(issuedWh) });
  }
  for await (const { parts, value } of meters.scan(state)) {
    const end = last.get(parts[0] ?? "");
    if (value.recordedUntilMs !== (end?.endMs ?? 0))
      broken.push(`${parts[0]}: its meter ends elsewhere than its records`);
    if (value.nextStartMs < value.recordedUntilMs) broken.push(`${parts[0]}: its meter begins within its records`);
  }
  return broken;
});

function breaksBetween(
  key: string,
  before: { readonly row: Stored<Readings>; readonly endMs: number },
  { row, startMs }: { readonly row: Stored<Readings>; readonly startMs: number },
): string[] {
  if (startMs < before.endMs) return [`${key} overlaps the record before`];
  const isSameMeter = row.meterKey.every((byte, at) => byte === before.row.meterKey[at]);
  if (!isSameMeter) return [];
  const isNext = startMs === before.endMs && row.registerBeforeMilliWh === before.row.registerAfterMilliWh;
  return isNext ? [] : [`${key} does not go on where its meter was`];
}

/** The lists of holders name exactly the bundles that are theirs. */
export const holdersListTheirBundles = defineInvariant(async ({ state }) => {
  const expected = new Set<string>();
  for await (const { parts, value } of bundles.scan(state)) {
    const [device = "", firstId = ""] = parts;
    expected.add(heldBundles.key(value.holder, device, Number(firstId)));
  }
  const broken: string[] = [];
  for await (const { key } of heldBundles.scan(state)) {
    if (!expected.delete(key)) broken.push(`${key} lists no such bundle`);
  }
  return [...broken, ...[...expected].map((key) => `${key} is missing`)];
});
