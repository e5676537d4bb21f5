// Promises of the module `indicators`.
import { defineInvariant } from "#src/machine/invariant.ts";
import type { StateScanner, Stored } from "#src/state/view.ts";
import { statementFault } from "./checking.ts";
import type { Entry, IndicatorRecord } from "./schemas.ts";
import { governanceOf, indicatorRecords, recordCounts, sharesOf, values } from "./tables.ts";

/** Records are numbered from 1 without a gap, and the count is the last number. */
export const recordsAreNumbered = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  let last = 0;
  for await (const { value, parts } of indicatorRecords.scan(state)) {
    if (value.number !== last + 1 || Number(parts[0]) !== value.number)
      broken.push(`record ${value.number} is out of order`);
    last = value.number;
  }
  const count = recordCounts.get(state) ?? 0;
  if (count !== last) broken.push(`${count} records are counted, the last one is ${last}`);
  return broken;
});

/** Every record states one thing, in bounds, and took effect no earlier than it was made. */
export const recordsAreSound = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { value: record } of indicatorRecords.scan(state)) {
    const { indicator, shares, governance } = record;
    const stated = [indicator, shares, governance].filter((each) => each !== undefined);
    if (stated.length !== 1) broken.push(`record ${record.number} states ${stated.length} things`);
    if (record.fromMs < record.atMs || record.atMs > state.timeMs)
      broken.push(`record ${record.number} is ahead of time`);
    const fault = statementFault(record);
    if (fault !== undefined) broken.push(`record ${record.number} is unsound: ${fault.definition.code}`);
  }
  return broken;
});

/** Every entry points to records about its own subject, and what is in force has taken effect. */
export const entriesPointToTheirRecords = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const note = (key: string, entry: Stored<Entry>) => {
    if (!pointsWell(state, key, entry)) broken.push(`${key}: its records are not what they should be`);
  };
  for await (const { key, value } of values.scan(state)) note(key, value);
  for await (const { key, value } of sharesOf.scan(state)) note(key, value);
  for await (const { key, value } of governanceOf.scan(state)) note(key, value);
  return broken;
});

function pointsWell(state: StateScanner, key: string, { inForce, pending }: Stored<Entry>): boolean {
  const pointers = [inForce, pending].flatMap((pointer) => (pointer === undefined ? [] : [pointer]));
  const isEarly = inForce !== undefined && inForce.fromMs > state.timeMs;
  const isBehind = inForce !== undefined && pending !== undefined && pending.number <= inForce.number;
  if (pointers.length === 0 || isEarly || isBehind) return false;
  return pointers.every(({ number, fromMs }) => {
    const record = indicatorRecords.get(state, number);
    return record !== undefined && record.fromMs === fromMs && keyOf(record) === key;
  });
}

function keyOf({ indicator, shares, governance }: Stored<IndicatorRecord>): string | undefined {
  if (indicator !== undefined) return values.key(indicator.component, indicator.indicator);
  if (shares !== undefined) return sharesOf.key(shares.component, shares.stage);
  return governance === undefined ? undefined : governanceOf.key(governance.country);
}
