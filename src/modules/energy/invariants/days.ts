// That days hold what records told, and list what waits to be matched.
import { defineInvariant } from "#src/machine/invariant.ts";
import type { StateScanner } from "#src/state/view.ts";
import { dayOf, noAmounts, sumOfHours } from "../days/hours.ts";
import { findIssue } from "../issues.ts";
import { intervalsWithin } from "../rules.ts";
import type { DeviceKind } from "../schemas.ts";
import {
  bundles,
  closedDays,
  closings,
  days,
  demand,
  devices,
  flowDays,
  generationDays,
  loadDays,
  submeterDays,
  supply,
  supplyCounts,
  zoneDays,
} from "../tables.ts";
import { meteredDays } from "./metered.ts";

const flowKinds: readonly DeviceKind[] = ["interconnector", "charging", "discharging"];

/** The hours of loads, submeters, interconnectors and storage devices are the sums of their records, in time or late. */
export const hoursEqualReadings = defineInvariant(async ({ state }) => {
  const expected = new Map<string, string>();
  for await (const { parts, value } of devices.scan(state)) {
    const [device = ""] = parts;
    for (const [dayMs, told] of await meteredDays(state, device)) {
      const late = told.hasLateRecord ? told.lateMilliWh.join() : "";
      const [inTime, minutes] = [told.inTimeMilliWh.join(), told.minutes.join()];
      if (value.kind === "load") expected.set(loadDays.key(device, dayMs), `${inTime};${late};${minutes}`);
      const whole = told.inTimeMilliWh.map((milliWh, hour) => milliWh + (told.lateMilliWh[hour] ?? 0n));
      if (value.kind === "submeter") expected.set(submeterDays.key(device, dayMs), `${whole.join()};${minutes}`);
      const isKept = told.hasRecordInTime && days.get(state, dayMs)?.matchedMs === undefined;
      if (flowKinds.includes(value.kind) && isKept) expected.set(flowDays.key(device, dayMs), inTime);
    }
  }
  const broken: string[] = [];
  const compare = (key: string, found: string) => {
    if (expected.get(key) !== found) broken.push(`${key} is not what was recorded`);
    expected.delete(key);
  };
  for await (const { key, value } of loadDays.scan(state)) {
    compare(key, `${value.demandMilliWh.join()};${value.lateMilliWh?.join() ?? ""};${value.recordedMinutes.join()}`);
  }
  for await (const { key, value } of submeterDays.scan(state)) {
    compare(key, `${value.meteredMilliWh.join()};${value.recordedMinutes.join()}`);
  }
  for await (const { key, value } of flowDays.scan(state)) compare(key, value.flowMilliWh.join());
  return [...broken, ...[...expected.keys()].map((key) => `${key} is missing`)];
});

/** What zones generated in each hour is what was issued from records in time, while a day waits and when it is matched. */
export const generationEqualsIssues = defineInvariant(async ({ state }) => {
  const expected = new Map<string, { readonly zone: string; readonly dayMs: number; issuedWh: bigint[] }>();
  for await (const { parts, value } of devices.scan(state)) {
    if (value.kind !== "generation") continue;
    for (const [dayMs, { issuedWh, hasRecordInTime }] of await meteredDays(state, parts[0] ?? "")) {
      if (!hasRecordInTime) continue;
      const key = generationDays.key(value.zone, dayMs);
      const sum = expected.get(key)?.issuedWh ?? noAmounts();
      expected.set(key, { zone: value.zone, dayMs, issuedWh: sumOfHours(issuedWh, sum) });
    }
  }
  const broken: string[] = [];
  for (const [key, { zone, dayMs, issuedWh }] of expected) {
    const isMatched = days.get(state, dayMs)?.matchedMs !== undefined;
    const row = isMatched ? zoneDays.get(state, zone, dayMs) : generationDays.get(state, zone, dayMs);
    const found = row?.generationWh ?? noAmounts();
    if (found.join() !== issuedWh.join()) broken.push(`${key}: ${found.join()} Wh, but ${issuedWh.join()} were issued`);
  }
  for await (const { key, parts } of generationDays.scan(state)) {
    if (!expected.has(key) || days.get(state, Number(parts[1]))?.matchedMs !== undefined)
      broken.push(`${key} is left over`);
  }
  return broken;
});

/** Every reserved bundle lies in one day, which lists it once; days and holders are counted as many as they list. */
export const daysListReservedBundles = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const listed = new Map<string, string>();
  const listedOfDay = new Map<number, number>();
  const held = new Map<string, number>();
  for await (const { key, parts, value } of supply.scan(state)) {
    const dayMs = Number(parts[0]);
    const bundle = bundles.key(value.device, value.firstId);
    const row = bundles.get(state, value.device, value.firstId);
    if (listed.has(bundle)) broken.push(`${key}: its bundle is listed twice`);
    if (row?.state === "reserved" && row.reserved?.dayMs !== dayMs) broken.push(`${key}: its bundle is of another day`);
    listed.set(bundle, key);
    listedOfDay.set(dayMs, (listedOfDay.get(dayMs) ?? 0) + 1);
    const count = supplyCounts.key(dayMs, row?.holder ?? "nobody");
    held.set(count, (held.get(count) ?? 0) + 1);
  }
  for await (const { key, parts, value } of bundles.scan(state)) {
    if (value.reserved === undefined) continue;
    if (!listed.has(key)) broken.push(`${key} is reserved, but no day lists it`);
    const issue = findIssue(state, parts[0] ?? "", value.startMs);
    const intervals = intervalsWithin(issue?.intervals ?? [], Number(parts[1]), value.lastId);
    const isWithin = intervals.every(({ startMs }) => dayOf(startMs) === value.reserved?.dayMs);
    if (!isWithin) broken.push(`${key} is reserved for a day that it reaches out of`);
  }
  for await (const { key, value } of supplyCounts.scan(state)) {
    if (held.get(key) !== value) broken.push(`${key}: ${held.get(key) ?? 0} are listed, but ${value} are counted`);
    held.delete(key);
  }
  for await (const { key, parts, value } of days.scan(state)) {
    const dayMs = Number(parts[0]);
    if ((listedOfDay.get(dayMs) ?? 0) !== value.supplyEntries)
      broken.push(`${key} counts other reserved bundles than it lists`);
  }
  return [...broken, ...[...held.keys()].map((key) => `${key} is missing`)];
});

/** A day waits to close, waits to be matched, or is matched, once; it lists its loads until then. */
export const daysWaitOnce = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const waiting = await waitingDays(state, broken);
  const loads = new Map<number, number>();
  for await (const { parts } of demand.scan(state)) loads.set(Number(parts[0]), (loads.get(Number(parts[0])) ?? 0) + 1);
  for await (const { key, parts, value } of days.scan(state)) {
    const dayMs = Number(parts[0]);
    const stage = value.matchedMs !== undefined ? "matched" : value.closedMs !== undefined ? "closed" : "open";
    if ((waiting.get(dayMs) ?? "matched") !== stage) broken.push(`${key} is ${stage}, but waits otherwise`);
    if ((loads.get(dayMs) ?? 0) !== value.demandEntries) broken.push(`${key} counts other loads than it lists`);
    if (stage === "open" && value.matchedHours > 0) broken.push(`${key} is matched before it has closed`);
    waiting.delete(dayMs);
  }
  return [...broken, ...[...waiting.keys()].map((dayMs) => `day ${dayMs} waits, but was never opened`)];
});

async function waitingDays(state: StateScanner, broken: string[]): Promise<Map<number, "open" | "closed">> {
  const waiting = new Map<number, "open" | "closed">();
  const add = (dayMs: number, stage: "open" | "closed") => {
    if (waiting.has(dayMs)) broken.push(`day ${dayMs} waits twice`);
    waiting.set(dayMs, stage);
  };
  for await (const { value } of closings.tables.entries.scan(state)) add(value.item.dayMs, "open");
  for await (const { value } of closedDays.tables.items.scan(state)) add(value.dayMs, "closed");
  return waiting;
}
