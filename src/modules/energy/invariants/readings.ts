// That the records of a device follow each other.
import { defineInvariant } from "#src/machine/invariant.ts";
import type { Stored } from "#src/state/view.ts";
import { countOf } from "../books.ts";
import { endOf, intervalsOf } from "../rules.ts";
import type { Readings } from "../schemas.ts";
import { meters, readings } from "../tables.ts";

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
