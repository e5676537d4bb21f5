// Traffic of the module `energy`: meters tick, fail and are replaced; certificates are sold in parts, used and withdrawn.
import { createPrivateKey, sign } from "node:crypto";
import { isFrozen } from "../model/accounts/book.ts";
import { hex } from "../model/encoding.ts";
import {
  dayMs,
  energyOf,
  type MeterRecord,
  meterSecret,
  minuteMs,
  type Piece,
  recordedUntil,
} from "../model/energy/book.ts";
import { claimedRanges } from "../model/energy/hours.ts";
import { signedBytes } from "../model/energy/messages.ts";
import type { Draft, Traffic, World } from "../world.ts";

const quarterMs = 15 * minuteMs;
const devicesMost = 14;
const carriers = ["solar", "wind", "hydro", "nuclear", "gas", "coal", "oil", "other"];
const secretHead = Buffer.from("302e020100300506032b657004220420", "hex");

/** Meters have names; whoever knows the name of one can sign as it. */
const meterNames = [
  ...["solar-kern", "wind-panhandle", "solar-gila", "line-palo-verde", "datacentre-fresno"].map(
    (device) => `meter-${device}`,
  ),
  ...Array.from({ length: 400 }, (_, at) => `meter ${at}`),
];

function keyPair(name: string) {
  const key = Buffer.concat([secretHead, meterSecret(name)]);
  const privateKey = createPrivateKey({ key, format: "der", type: "pkcs8" });
  const { x = "" } = privateKey.export({ format: "jwk" });
  return { privateKey, publicKey: Uint8Array.from(Buffer.from(x, "base64url")) };
}

type Pair = ReturnType<typeof keyPair>;
let pairs: ReadonlyMap<string, Pair> | undefined;
/** By public key in hexadecimal digits, made when first asked for. */
function pairsByKey(): ReadonlyMap<string, Pair> {
  pairs ??= new Map(
    meterNames.map((name) => {
      const pair = keyPair(name);
      return [hex(pair.publicKey), pair] as const;
    }),
  );
  return pairs;
}

const signed = (record: MeterRecord, { privateKey }: Pair) => ({
  ...record,
  signature: Uint8Array.from(sign(null, signedBytes(record), privateKey)),
});

/** A key that no device has; now and then one that a device has. */
function freshKey(world: World): Uint8Array {
  const { random, model } = world;
  const used = energyOf(model).keys;
  if (random.percent(3)) return new Uint8Array(32).fill(random.pick([0, 255]));
  const isUsed = random.percent(6);
  const all = [...pairsByKey()].filter(([name]) => used.has(name) === isUsed);
  return random.pick(all)[1].publicKey;
}

const wholeQuarter = (timeMs: number) => timeMs - (timeMs % quarterMs);

/** The meter that the storage of the ledger lacks, if it lacks one: without both nothing is ever discharged. */
function missingKind({ model, random }: World): string {
  const kinds = energyOf(model)
    .devices.values()
    .map(({ kind }) => kind);
  const count = (wanted: string) => kinds.filter((kind) => kind === wanted).length;
  if (count("charging") === 0) return "charging";
  return count("discharging") < count("charging") ? "discharging" : random.pick(["generation", "load"]);
}

function registerDevice(world: World): Draft | undefined {
  const { random, model } = world;
  const actor = world.officer("issuing-body");
  const { zones, devices } = energyOf(model);
  if (actor === undefined || (devices.size >= devicesMost && random.percent(90))) return undefined;
  const kinds = ["generation", "generation", "load", "load", "submeter", "interconnector", "charging", "discharging"];
  const kind = random.percent(40) ? missingKind(world) : random.pick(kinds);
  const production = {
    carrier: random.pick(carriers),
    carbonGramsPerMwh: random.percent(70) ? random.pick([0, 12_345, 100_000]) : random.below(1_000_000),
  };
  const zone = random.percent(60) || kind.endsWith("charging") ? "CISO" : random.pick(zones.keys());
  const loads = devices
    .entries()
    .filter(([, each]) => each.kind === "load" && (each.zone === zone || random.percent(10)));
  const within = random.pickMaybe(loads)?.[0] ?? "device-0";
  const to = random.percent(50) ? "CISO" : random.percent(95) ? random.pick(zones.keys()) : "NOWHERE";
  const link = { to, lossPpm: random.below(200_001) };
  const isUnfit = random.percent(3);
  const stores = devices
    .entries()
    .filter(([, each]) => each.kind === "charging" && (each.zone === zone || random.percent(10)));
  const storage = {
    charging: random.percent(90) ? (random.pickMaybe(stores)?.[0] ?? "device-0") : "solar-gila",
    efficiencyPpm: random.percent(90) ? random.between(100_000, 950_000) : random.between(900_000, 1_000_000),
  };
  const content = {
    device: `device-${random.below(20)}`,
    kind,
    zone: random.percent(95) ? zone : "NOWHERE",
    ...(random.percent(30) && { auditor: world.anybody() }),
    ...((kind === "submeter") !== random.percent(2) && { within }),
    ...((kind === "interconnector") !== random.percent(2) && { link }),
    ...((kind === "generation") !== isUnfit && { production }),
    ...((kind === "discharging") !== random.percent(2) && { storage }),
    nameplateW: random.pick([1_000n, 1_000_000n, 2_500_000_000n]),
    holder: world.anybody(),
    meterKey: freshKey(world),
    registerMilliWh: random.percent(50) ? 0n : random.bigBelow(10n ** 15n),
    startMs: wholeQuarter(world.timeMs) - random.below(96) * quarterMs - (random.percent(3) ? 1 : 0),
  };
  return { actor, content };
}

function replaceMeter(world: World): Draft | undefined {
  const { random, model } = world;
  const actor = world.officer("issuing-body");
  const device = random.pickMaybe(energyOf(model).devices.keys());
  if (actor === undefined || device === undefined) return undefined;
  const until = recordedUntil(model, device);
  const starts = [until, wholeQuarter(world.timeMs), until - quarterMs, until + 1, until + 10 * quarterMs];
  const startMs = Math.max(0, random.percent(60) ? until : random.pick(starts));
  const registerMilliWh = random.percent(70) ? 0n : random.bigBelow(10n ** 12n);
  return { actor, content: { device, meterKey: freshKey(world), registerMilliWh, startMs } };
}

/** What the meter of a device counts: nothing at night, seldom more than it is built for. */
function values(world: World, nameplateW: bigint, intervalMinutes: number, count: number): bigint[] {
  const { random } = world;
  const full = (nameplateW * BigInt(intervalMinutes) * 1_000n) / 60n;
  return Array.from({ length: count }, () => {
    if (random.percent(20)) return 0n;
    if (random.percent(1)) return (full * 11n) / 10n + random.bigBelow(3n);
    return random.percent(10) ? random.bigBelow(2_000n) : random.bigBelow(full + 1n);
  });
}

/** Mostly a device whose meter is behind the others, so that they tell of the same days. */
function nextToRecord(world: World): string | undefined {
  const { random, model } = world;
  const { devices, meters } = energyOf(model);
  if (random.percent(30)) return random.pickMaybe(devices.keys());
  const behind = devices.keys().sort((a, b) => meters.at(a).nextStartMs - meters.at(b).nextStartMs);
  return random.pickMaybe(behind.slice(0, 3));
}

function recordReadings(world: World): Draft | undefined {
  const { random, model } = world;
  const { devices, meters, records } = energyOf(model);
  const device = nextToRecord(world);
  if (device === undefined) return undefined;
  const replayed = random.percent(4) ? random.pickMaybe(records.get(device) ?? []) : undefined;
  if (replayed !== undefined) {
    const { meterKey: _, recordedMs: __, ...sent } = replayed;
    return { actor: world.someone(), content: sent };
  }
  const { meterKey, registerMilliWh, nextStartMs } = meters.at(device);
  const lengths = [15, 30, 60].filter((minutes) => nextStartMs % (minutes * minuteMs) === 0);
  const intervalMinutes = random.percent(98) && lengths.length > 0 ? random.pick(lengths) : random.between(15, 60);
  const passed = Math.floor((world.timeMs - nextStartMs) / (intervalMinutes * minuteMs));
  const most = Math.floor((24 * 60) / intervalMinutes);
  if (passed < 1 && random.percent(95)) return undefined;
  const count = Math.max(1, Math.min(passed + (random.percent(2) ? 1 : 0), random.percent(98) ? most : 96, 96));
  const valuesMilliWh = values(
    world,
    devices.at(device).nameplateW,
    intervalMinutes,
    random.percent(50) ? count : random.between(1, count),
  );
  const shift = random.percent(4) ? random.pick([-1, 1]) * intervalMinutes * minuteMs : 0;
  const lost = random.percent(3) ? random.bigBetween(-5n, 5n) : 0n;
  const after = registerMilliWh + valuesMilliWh.reduce((sum, value) => sum + value, 0n) + lost;
  const record = {
    device,
    startMs: Math.max(0, nextStartMs + shift),
    intervalMinutes,
    valuesMilliWh,
    registerBeforeMilliWh: registerMilliWh,
    registerAfterMilliWh: after < 0n ? 0n : after,
  };
  const [first] = pairsByKey().values();
  const pair = random.percent(96) ? pairsByKey().get(hex(meterKey)) : first;
  return pair === undefined ? undefined : { actor: world.someone(), content: signed(record, pair) };
}

const anything = (_world: World, _device: string, _piece: Piece): boolean => true;

/** Whether a piece could be reserved: clean, and of days that are open. */
function isReservable({ model }: World, device: string, { startMs }: Piece): boolean {
  const { days, devices } = energyOf(model);
  const day = days.get(startMs - (startMs % dayMs));
  const grams = devices.at(device).production?.carbonGramsPerMwh ?? 0;
  return day !== undefined && day.closedMs === undefined && grams <= day.cleanMostGramsPerMwh;
}

/** Certificates of one holder in these states, whole bundles or parts; now and then those that are used up. */
function ranges(world: World, most: number, wanted: readonly Piece["state"][] = ["active"], suits = anything) {
  const { random, model } = world;
  const all = energyOf(model).pieces.entries();
  const found = all.flatMap(([device, pieces]) => pieces.map((piece) => ({ device, piece })));
  const isFit = ({ state, holder }: Piece) => (wanted.includes(state) || random.percent(2)) && !isFrozen(model, holder);
  const isCareless = random.percent(4);
  const fit = found.filter(({ device, piece }) => isFit(piece) && (isCareless || suits(world, device, piece)));
  const first = random.pickMaybe(fit);
  if (first === undefined) return undefined;
  const { holder } = first.piece;
  const others = fit.filter(({ piece }) => piece.holder === holder && random.percent(30));
  const chosen = [first, ...others.filter((other) => other !== first || random.percent(2))].slice(0, most);
  const content = chosen.map(({ device, piece }) => {
    const { firstId: bundle } = piece;
    const gap = random.percent(95) ? random.pickMaybe(gapsOf(world, device, piece)) : undefined;
    if (gap !== undefined) return { device, bundle, ...gap };
    const { lastId } = piece;
    if (random.percent(50)) return { device, bundle, firstId: bundle, lastId };
    const from = random.between(bundle, lastId);
    return { device, bundle, firstId: from, lastId: random.between(from, lastId) + (random.percent(2) ? 1 : 0) };
  });
  return { holder, ranges: content };
}

/** What was not claimed out of a piece that something was claimed of. */
function gapsOf(world: World, device: string, piece: Piece) {
  const claimed = claimedRanges(world.model, device, piece);
  if (claimed.length === 0) return [];
  const starts = [piece.firstId, ...claimed.map(({ lastId }) => lastId + 1)];
  const ends = [...claimed.map(({ firstId }) => firstId - 1), piece.lastId];
  return starts
    .map((firstId, at) => ({ firstId, lastId: ends[at] ?? 0 }))
    .filter(({ firstId, lastId }) => firstId <= lastId);
}

/** Some load that certificates of a device may be for, or the pool; now and then one elsewhere. */
function purpose(world: World, device: string) {
  const { random, model } = world;
  const { devices } = energyOf(model);
  if (random.percent(50)) return {};
  const zone = devices.get(device)?.zone;
  const loads = devices
    .entries()
    .filter(([, each]) => (each.kind === "load" && each.zone === zone) || random.percent(1));
  const load = random.pickMaybe(loads)?.[0];
  return load === undefined ? {} : { load };
}

function instruct(world: World): Draft | undefined {
  const { random, model } = world;
  const all = energyOf(model).devices.entries();
  const found = random.pickMaybe(all.filter(([, { kind }]) => kind === "generation" || random.percent(3)));
  if (found === undefined) return undefined;
  const [device, { holder }] = found;
  if (isFrozen(model, holder)) return undefined;
  return { actor: random.percent(95) ? holder : world.someone(), content: { device, ...purpose(world, device) } };
}

function reserve(world: World): Draft | undefined {
  const found = ranges(world, world.random.pick([1, 1, 3]), ["active"], isReservable);
  const [first] = found?.ranges ?? [];
  if (found === undefined || first === undefined) return undefined;
  return { actor: found.holder, content: { ranges: found.ranges, ...purpose(world, first.device) } };
}

/** The issuing body and some certificates in these states. */
function examine(world: World, wanted: readonly Piece["state"][]): Draft | undefined {
  const actor = world.officer("issuing-body");
  const found = ranges(world, 3, wanted);
  if (actor === undefined || found === undefined) return undefined;
  return { actor, content: { ranges: found.ranges, reference: world.text() } };
}

export const traffic: Traffic = {
  registerZone: {
    weight: 1,
    draft(world) {
      const actor = world.officer("issuing-body");
      const zone = world.random.pick(["CISO", "PJM", "MISO", "DE-LU", "10YFR-RTE------C"]);
      return actor === undefined
        ? undefined
        : { actor, content: { zone, name: world.text(), residualGramsPerMwh: world.random.below(900_000) } };
    },
  },
  registerDevice: { weight: 3, draft: registerDevice },
  replaceMeter: { weight: 3, draft: replaceMeter },
  recordReadings: { weight: 45, draft: recordReadings },
  transferCertificates: {
    weight: 10,
    draft(world) {
      const found = ranges(world, 4);
      if (found === undefined) return undefined;
      return { actor: found.holder, content: { to: world.anybody(), ranges: found.ranges } };
    },
  },
  cancelCertificates: {
    weight: 5,
    draft(world) {
      const found = ranges(world, 4);
      if (found === undefined) return undefined;
      const content = { ranges: found.ranges, beneficiary: world.text(), purpose: world.text() };
      return { actor: found.holder, content };
    },
  },
  lockCertificates: { weight: 4, draft: (world) => examine(world, ["active"]) },
  unlockCertificates: { weight: 3, draft: (world) => examine(world, ["locked"]) },
  withdrawCertificates: { weight: 3, draft: (world) => examine(world, ["active", "locked", "reserved"]) },
  instructReservation: { weight: 4, draft: instruct },
  revokeInstruction: {
    weight: 3,
    draft(world) {
      const { load: _, ...content } = (instruct(world)?.content ?? {}) as {
        readonly load?: string;
        readonly device?: string;
      };
      const holder = energyOf(world.model).devices.get(content.device ?? "")?.holder;
      return holder === undefined ? undefined : { actor: holder, content };
    },
  },
  reserveCertificates: { weight: 14, draft: reserve },
};
