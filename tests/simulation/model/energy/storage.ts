// Storage as the model has it: watt-hours queue up as they went in, and leave in that order.
import type { Model } from "../model.ts";
import { energyOf, hourMs as hourLength, type Layer, type Store, total } from "./book.ts";
import type { Told } from "./days.ts";
import { listSupply } from "./days.ts";
import { waitIfNew } from "./expiry.ts";
import { overlaps, shares } from "./flows.ts";
import type { Amount, Use } from "./matching.ts";

/** Charged hours that one hour of discharge reaches back to. */
const reachMost = 256;

/** Every storage device with its zone; the one that discharges may be missing. */
export function storageDevices(model: Model) {
  const all = energyOf(model).devices.entries();
  return all
    .filter(([, { kind }]) => kind === "charging")
    .map(([charging, { zone }]) => {
      const out = all.find(([, { storage }]) => storage?.charging === charging);
      return { charging, zone, discharging: out?.[0], efficiencyPpm: BigInt(out?.[1].storage?.efficiencyPpm ?? 0) };
    })
    .sort((a, b) => (a.zone === b.zone ? (a.charging < b.charging ? -1 : 1) : a.zone < b.zone ? -1 : 1));
}

export const noStore: Store = { charged: [], left: [], outs: [] };

const micro = 1_000_000n;
const up = (amount: bigint, by: bigint) => (amount + by - 1n) / by;

type AllTold = ReadonlyMap<string, ReadonlyMap<number, Told>>;
const toldWh = (told: AllTold, device: string | undefined, day: number, hour: number): bigint =>
  device === undefined ? 0n : (told.get(device)?.get(day)?.inTime[hour] ?? 0n) / 1_000n;

/** Before the matching of an hour: what comes out is certified as far as it went in clean. Returns how many layers it took from. */
export function discharge(model: Model, day: number, hour: number, told: AllTold): number {
  const { stores, storageIssues, devices, days, pieces } = energyOf(model);
  const startMs = day + hour * hourLength;
  let touched = 0;
  for (const { charging, discharging, efficiencyPpm } of storageDevices(model)) {
    const outWh = toldWh(told, discharging, day, hour);
    if (discharging === undefined || outWh === 0n) continue;
    const store = stores.get(charging) ?? noStore;
    const reach = store.left.slice(0, reachMost);
    const tooNew = reach.findIndex((layer) => layer.hourMs + hourLength > startMs);
    const usable = tooNew < 0 ? reach : reach.slice(0, tooNew);
    const most = (total(usable.map(({ wh }) => wh)) * efficiencyPpm) / micro;
    const givenWh = outWh < most ? outWh : most;
    const neededWh = up(givenWh * micro, efficiencyPpm);
    // Each layer spans a stretch of the queue; what leaves is the stretch from zero to what is needed.
    const parts = overlaps(
      [neededWh],
      usable.map(({ wh }) => wh),
    ).map(({ b, wh }) => {
      const layer = usable[b] as Layer;
      return { layer, wh, cleanWh: (layer.cleanWh * wh) / layer.wh };
    });
    const rest = usable.flatMap((layer): Layer[] => {
      const part = parts.find((each) => each.layer === layer);
      const wh = layer.wh - (part?.wh ?? 0n);
      return wh === 0n ? [] : [{ ...layer, wh, cleanWh: layer.cleanWh - (part?.cleanWh ?? 0n) }];
    });
    const cleanWh = total(parts.map((part) => part.cleanWh));
    const issuedWh = neededWh === 0n ? 0n : (givenWh * cleanWh) / neededWh;
    touched += parts.length;
    const outs = [...store.outs, { toldWh: outWh, givenWh, issuedWh }];
    stores.set(charging, { ...store, left: [...rest, ...store.left.slice(usable.length)], outs });
    if (issuedWh === 0n) continue;
    const carbon = up(total(parts.map((part) => part.cleanWh * BigInt(part.layer.gramsPerMwh))), issuedWh);
    const gramsPerMwh = carbon > 5_000_000n ? 5_000_000 : Number(carbon);
    const issues = storageIssues.get(discharging) ?? [];
    const firstId = Number(total(issues.map((each) => each.issuedWh))) + 1;
    const draws = parts.map((part) => ({
      chargedHourMs: part.layer.hourMs,
      cleanWh: part.cleanWh,
      greyWh: part.wh - part.cleanWh,
    }));
    storageIssues.set(discharging, [...issues, { hourMs: startMs, firstId, issuedWh, gramsPerMwh, draws }]);
    const isClean = gramsPerMwh <= days.at(day).cleanMostGramsPerMwh;
    const { holder } = devices.at(discharging);
    const piece = { firstId, lastId: firstId + Number(issuedWh) - 1, holder, startMs };
    const fate = isClean ? { state: "reserved" as const, reserved: { dayMs: day } } : { state: "active" as const };
    pieces.set(discharging, [...(pieces.get(discharging) ?? []), { ...piece, ...fate }]);
    if (isClean) listSupply(model, day, discharging, firstId);
    waitIfNew(model, discharging, firstId, startMs + hourLength);
  }
  return touched;
}

/** What storage devices take of what loads and losses left of each generator's pool. */
export function chargingUses(model: Model, pool: readonly Amount[], uses: readonly Use[], at: Hour): ChargingUse[] {
  const left = pool.map((each) => {
    const own = uses.filter((use) => use.device === each.device && !use.isDedicated);
    return { ...each, wh: each.wh - total(own.map(({ wh }) => wh)) };
  });
  const stores = storageDevices(model).map(({ charging, zone }) => ({
    device: charging,
    zone,
    wh: toldWh(at.told, charging, at.day, at.hour),
  }));
  const byName = (a: Amount, b: Amount) => (a.device < b.device ? -1 : 1);
  return [...new Set(stores.map(({ zone }) => zone))].sort().flatMap((zone) => {
    const givers = left.filter((each) => each.zone === zone).sort(byName);
    const takers = stores.filter((each) => each.zone === zone).sort(byName);
    const [have, want] = [givers, takers].map((list) => list.map(({ wh }) => wh)) as [bigint[], bigint[]];
    const servedWh = total(have) < total(want) ? total(have) : total(want);
    return overlaps(shares(servedWh, have), shares(servedWh, want)).map(({ a, b, wh }) => ({
      device: givers[a]?.device ?? "",
      charging: takers[b]?.device ?? "",
      wh,
      isDedicated: false,
    }));
  });
}

export interface Hour {
  readonly day: number;
  readonly hour: number;
  readonly told: AllTold;
}

export interface ChargingUse {
  readonly device: string;
  readonly charging: string;
  readonly wh: bigint;
  readonly isDedicated: boolean;
}

/** Of what certificates are made: grams a megawatt-hour of a generator, or of what a storage device was issued for the hour. */
export function gramsOf(model: Model, device: string, startMs: number): bigint {
  const { devices, storageIssues } = energyOf(model);
  const issue = storageIssues.get(device)?.find((each) => each.hourMs === startMs);
  return BigInt(issue?.gramsPerMwh ?? devices.at(device).production?.carbonGramsPerMwh ?? 0);
}

/** After the matching of an hour: what went in joins the queue. */
export function store(model: Model, { day, hour, told }: Hour): void {
  const { stores, claims } = energyOf(model);
  const startMs = day + hour * hourLength;
  for (const { charging } of storageDevices(model)) {
    const wh = toldWh(told, charging, day, hour);
    if (wh === 0n) continue;
    const clean = claims
      .entries()
      .flatMap(([device, list]) =>
        list
          .filter((claim) => claim.charging === charging && claim.hourMs === startMs)
          .map(({ firstId, lastId }) => ({ device, wh: BigInt(lastId - firstId + 1) })),
      );
    const cleanWh = total(clean.map((each) => each.wh));
    const carbon = total(clean.map((each) => each.wh * gramsOf(model, each.device, startMs)));
    const gramsPerMwh = cleanWh === 0n ? 0 : Number(up(carbon, cleanWh));
    const layer = { hourMs: startMs, wh, cleanWh, gramsPerMwh };
    const before = stores.get(charging) ?? noStore;
    stores.set(charging, { ...before, charged: [...before.charged, layer], left: [...before.left, layer] });
  }
}

/** What went in and came out in one hour of a zone, by the meters. */
export function zoneStorage(model: Model, zone: string, { day, hour, told }: Hour) {
  const own = storageDevices(model).filter((each) => each.zone === zone);
  return {
    chargedWh: total(own.map(({ charging }) => toldWh(told, charging, day, hour))),
    dischargedWh: total(own.map(({ discharging }) => toldWh(told, discharging, day, hour))),
  };
}

const padded = (number: number) => number.toString().padStart(16, "0");

export function* storageRows(model: Model): Generator<[string, unknown]> {
  const { stores, storageIssues } = energyOf(model);
  const all = storageDevices(model);
  for (const zone of new Set(all.map((each) => each.zone))) {
    const list = all.filter((each) => each.zone === zone);
    yield [
      `energy/zone-storages/${zone}`,
      list.map(({ charging, discharging }) => ({ charging, ...(discharging !== undefined && { discharging }) })),
    ];
  }
  for (const [charging, { charged, left, outs }] of stores.entries()) {
    const sum = (list: readonly bigint[]) => total(list);
    const chargedWh = sum(charged.map(({ wh }) => wh));
    const storedWh = sum(left.map(({ wh }) => wh));
    const dischargedWh = sum(outs.map(({ givenWh }) => givenWh));
    yield [
      `energy/storage/${charging}`,
      {
        firstLayer: charged.length - left.length,
        nextLayer: charged.length,
        chargedWh,
        chargedCleanWh: sum(charged.map(({ cleanWh }) => cleanWh)),
        storedWh,
        dischargedWh,
        lostWh: chargedWh - storedWh - dischargedWh,
        issuedWh: sum(outs.map(({ issuedWh }) => issuedWh)),
        unexplainedWh: sum(outs.map(({ toldWh, givenWh }) => toldWh - givenWh)),
      },
    ];
    for (const [at, layer] of left.entries()) {
      yield [`energy/layer/${charging}/${padded(charged.length - left.length + at)}`, layer];
    }
  }
  for (const [device, issues] of storageIssues.entries()) {
    for (const { hourMs, ...row } of issues) yield [`energy/storage-issue/${device}/${padded(hourMs)}`, row];
  }
}
