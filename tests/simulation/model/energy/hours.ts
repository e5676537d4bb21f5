// The run of hours of closed days: what each is matched from, and what is left of it afterwards.
import type { Model } from "../model.ts";
import {
  type Claim,
  claimedOf,
  type Day,
  energyOf,
  hourMs as hourLength,
  idsBetween,
  type MeasuredFlow,
  type Offer,
  total,
} from "./book.ts";
import { type Told, toldOf } from "./days.ts";
import { freed } from "./expiry.ts";
import { type Line, mostArriving } from "./flows.ts";
import { interconnectors } from "./links.ts";
import { matchedUses, type Use } from "./matching.ts";
import { chargingUses, discharge, type Hour, storageDevices, store } from "./storage.ts";

/** Entries looked at in one block. */
const entriesMost = 20_000;

type AllTold = ReadonlyMap<string, ReadonlyMap<number, Told>>;

export function allTold(model: Model): AllTold {
  return new Map(
    energyOf(model)
      .devices.keys()
      .map((device) => [device, toldOf(model, device)]),
  );
}

/** At the end of a block. */
export function matchDays(model: Model): void {
  const { days, closed } = energyOf(model);
  if (closed.value.days.length === 0) return;
  const told = allTold(model);
  for (let left = entriesMost; left > 0; ) {
    const { first, days: waiting } = closed.value;
    const [day] = waiting;
    if (day === undefined) return;
    const row = days.at(day);
    if (row.matchedHours < 24) left -= matchHour(model, day, row, told) + 1;
    else if (row.supply.length > 0) left -= release(model, day, row, left);
    else if (row.demand.length > 0) {
      const kept = row.demand.slice(0, Math.max(0, row.demand.length - left));
      left -= row.demand.length - kept.length;
      days.set(day, { ...row, demand: kept });
    } else {
      days.set(day, { ...row, matchedMs: model.timeMs });
      const rest = waiting.slice(1);
      closed.value = rest.length === 0 ? { first: 0, days: [] } : { first: first + 1, days: rest };
      left -= energyOf(model).zones.size + 1 + interconnectors(model).length;
    }
  }
}

function release(model: Model, day: number, row: Day, most: number): number {
  const { days, pieces } = energyOf(model);
  const gone = row.supply.slice(-most);
  days.set(day, { ...row, supply: row.supply.slice(0, row.supply.length - gone.length) });
  for (const { device, firstId } of gone) {
    const list = pieces.at(device);
    pieces.set(
      device,
      list.map((piece) =>
        piece.firstId === firstId && piece.state === "reserved" ? freed(model, device, piece) : piece,
      ),
    );
  }
  return gone.length;
}

const up = (milli: bigint) => (milli + 999n) / 1_000n;

function matchHour(model: Model, day: number, before: Day, told: AllTold): number {
  const { days, devices, zones, offers, measured } = energyOf(model);
  const hour = before.matchedHours;
  const startMs = day + hour * hourLength;
  const drawn = discharge(model, day, hour, told);
  const row = days.at(day);
  const found = offersAt(model, day, row, startMs);
  const loads = row.demand.map((device) => {
    const wh = up(told.get(device)?.get(day)?.inTime[hour] ?? 0n);
    return { device, zone: devices.at(device).zone, wh };
  });
  const flows = interconnectors(model).flatMap(({ device, from, to, lossPpm }) => {
    const entry = told.get(device)?.get(day);
    if (entry?.isTold !== true) return [];
    const sentWh = (entry.inTime[hour] ?? 0n) / 1_000n;
    const { nameplateW } = devices.at(device);
    const capacityWh = mostArriving(sentWh < nameplateW ? sentWh : nameplateW, lossPpm);
    return [{ device, from, to, lossPpm, capacityWh, sentWh, arrivedWh: mostArriving(sentWh, lossPpm) }];
  });
  claim(model, startMs, found, { loads, lines: flows, at: { day, hour, told } });
  store(model, { day, hour, told });
  offers.set(`${startMs}`, found);
  measured.set(
    startMs,
    flows.map(({ from, to, sentWh, arrivedWh }): MeasuredFlow => ({ from, to, sentWh, arrivedWh })),
  );
  days.set(day, { ...days.at(day), matchedHours: hour + 1 });
  const stores = storageDevices(model).length;
  return row.supply.length + row.demand.length + zones.size + flows.length + stores + drawn;
}

function offersAt(model: Model, day: number, row: Day, startMs: number): Offer[] {
  const { devices, pieces } = energyOf(model);
  const ids = new Map<string, { readonly firstId: number; readonly lastId: number }>();
  const found = row.supply.flatMap(({ device, firstId }): Offer[] => {
    const piece = pieces.at(device).find((each) => each.firstId === firstId);
    if (piece?.state !== "reserved" || piece.reserved?.dayMs !== day) return [];
    const within = ids.get(device) ?? idsBetween(model, device, startMs, startMs + hourLength);
    ids.set(device, within);
    const [first, last] = [Math.max(firstId, within.firstId), Math.min(piece.lastId, within.lastId)];
    const { load } = piece.reserved;
    const { zone } = devices.at(device);
    return first > last ? [] : [{ device, zone, ...(load !== undefined && { load }), firstId: first, lastId: last }];
  });
  return found.sort((a, b) => a.firstId - b.firstId);
}

interface Amount {
  readonly device: string;
  readonly zone: string;
  readonly wh: bigint;
}

function claim(
  model: Model,
  startMs: number,
  offers: readonly Offer[],
  { loads, lines, at }: { readonly loads: readonly Amount[]; readonly lines: readonly Line[]; readonly at: Hour },
): void {
  const kinds = new Map<string, Offer[]>();
  for (const offer of offers) {
    const kind = `${offer.device}|${offer.load ?? ""}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), offer]);
  }
  const sizes = [...kinds.values()].map((list) => {
    const [first] = list;
    if (first === undefined) throw new Error("a kind has an offer");
    return { ...first, wh: total(list.map(({ firstId, lastId }) => BigInt(lastId - firstId + 1))) };
  });
  const pool = sizes.filter(({ load }) => load === undefined);
  const uses = matchedUses({
    dedicated: sizes.flatMap(({ device, load, wh }) => (load === undefined ? [] : [{ device, load, wh }])),
    pool,
    loads,
    lines,
  });
  const { claims } = energyOf(model);
  const all: readonly (Use & { readonly charging?: string })[] = [...uses, ...chargingUses(model, pool, uses, at)];
  for (const { device, load, charging, wh, isDedicated } of all) {
    const kind = `${device}|${isDedicated ? load : ""}`;
    let missing = Number(wh);
    const rest: Offer[] = [];
    for (const offer of kinds.get(kind) ?? []) {
      const taken = Math.min(missing, offer.lastId - offer.firstId + 1);
      missing -= taken;
      const { firstId } = offer;
      const made: Claim = {
        hourMs: startMs,
        firstId,
        lastId: firstId + taken - 1,
        ...(load !== undefined && { load }),
        ...(charging !== undefined && { charging }),
      };
      if (taken > 0) claims.set(device, [...(claims.get(device) ?? []), made]);
      if (firstId + taken <= offer.lastId) rest.push({ ...offer, firstId: firstId + taken });
    }
    if (missing > 0) throw new Error("more was matched than was offered");
    kinds.set(kind, rest);
  }
}

/** Ranges that were used up out of a piece, those that touch as one: all of them, or those for storage, or the others. */
export function claimedRanges(
  model: Model,
  device: string,
  piece: { readonly firstId: number; readonly lastId: number },
  isForStorage?: boolean,
) {
  const merged: { firstId: number; lastId: number }[] = [];
  const claims = claimedOf(model, device, piece).filter(
    ({ charging }) => isForStorage === undefined || isForStorage === (charging !== undefined),
  );
  for (const { firstId, lastId } of claims.sort((a, b) => a.firstId - b.firstId)) {
    const before = merged.at(-1);
    if (before !== undefined && before.lastId + 1 === firstId) before.lastId = lastId;
    else merged.push({ firstId, lastId });
  }
  return merged;
}
