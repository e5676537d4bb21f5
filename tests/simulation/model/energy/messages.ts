// What issuing bodies, meters and holders of certificates do, as the model judges it.
import { createPublicKey, verify } from "node:crypto";
import { judgeHolder } from "../accounts/book.ts";
import { judgeRole } from "../authority/book.ts";
import { cbor, hex } from "../encoding.ts";
import { type Grounds, type Model, modelMessage } from "../model.ts";
import { parameter } from "../parameters/book.ts";
import {
  claimedOf,
  type Device,
  endOfRecord,
  energyOf,
  type Judgement,
  type MeterRecord,
  type MeterStart,
  meteredMilliWh,
  minuteMs,
  type Piece,
  recordedUntil,
  total,
} from "./book.ts";
import { byDay, listSupply, reserveAhead, touchDays } from "./days.ts";
import { freed, waitIfNew } from "./expiry.ts";

export interface NewZone {
  readonly zone: string;
  readonly name: string;
  readonly residualGramsPerMwh: number;
}

export function putZone(model: Model, { zone, ...settings }: NewZone): void {
  energyOf(model).zones.set(zone, { ...settings, registeredMs: model.timeMs });
}

const registerZone = modelMessage<NewZone>({
  judge(model, actor, { zone }, grounds) {
    judgeRole(model, actor, ["issuing-body"], grounds);
    grounds.when(energyOf(model).zones.has(zone), "energy/zoneKnown");
    grounds.when(energyOf(model).zones.size >= 128, "energy/tooManyZones");
  },
  apply: (model, _actor, zone) => putZone(model, zone),
});

export type NewDevice = Omit<Device, "registeredMs"> & MeterStart & { readonly device: string };

const keyHead = Buffer.from("302a300506032b6570032100", "hex");
const keyOf = (key: Uint8Array) => createPublicKey({ key: Buffer.concat([keyHead, key]), format: "der", type: "spki" });

/** The eight points of small order in their encodings, canonical or not: whoever signs for one signs for nobody. */
const smallOrder = new Set([
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]);

const prime = 2n ** 255n - 19n;
function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base % prime];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}
const edwardsD = ((prime - 121_665n) * power(121_666n, prime - 2n)) % prime;

/** Whether bytes are the one encoding of a point of the curve: y below the prime, and an x for it. */
function isPoint(bytes: Uint8Array): boolean {
  const sign = (bytes[31] ?? 0) >> 7;
  const y = BigInt(`0x${hex(Uint8Array.from(bytes).reverse())}`) & (2n ** 255n - 1n);
  if (y >= prime) return false;
  const square = (y * y) % prime;
  const xSquare = ((square + prime - 1n) * power(edwardsD * square + 1n, prime - 2n)) % prime;
  if (xSquare === 0n) return sign === 0;
  return power(xSquare, (prime - 1n) / 2n) === 1n;
}

export const isSound = (key: Uint8Array): boolean => isPoint(key) && !smallOrder.has(hex(key));

function judgeMeter(model: Model, { meterKey, startMs }: MeterStart, grounds: Grounds): void {
  grounds.when(!isSound(meterKey), "energy/meterKeyUnsound");
  grounds.when(energyOf(model).keys.has(hex(meterKey)), "energy/meterKeyUsed");
  grounds.when(startMs % (15 * minuteMs) !== 0, "energy/startMisaligned");
}

function putMeter(model: Model, device: string, { meterKey, registerMilliWh, startMs }: MeterStart): void {
  energyOf(model).keys.set(hex(meterKey), device);
  energyOf(model).meters.set(device, { meterKey, registerMilliWh, nextStartMs: startMs });
}

export function putDevice(model: Model, { device, meterKey, registerMilliWh, startMs, ...settings }: NewDevice): void {
  energyOf(model).devices.set(device, { ...settings, registeredMs: model.timeMs });
  putMeter(model, device, { meterKey, registerMilliWh, startMs });
}

function judgeStorage(model: Model, { kind, zone, storage }: NewDevice, grounds: Grounds): void {
  const devices = energyOf(model).devices.values();
  const inZone = devices.filter((each) => each.kind === "charging" && each.zone === zone).length;
  const all = devices.filter((each) => each.kind === "charging").length;
  grounds.when(kind === "charging" && (inZone >= 64 || all >= 1_000), "energy/tooManyStorages");
  const other = storage === undefined ? undefined : energyOf(model).devices.get(storage.charging);
  const isTaken = devices.some((each) => storage !== undefined && each.storage?.charging === storage.charging);
  const isFit = other?.kind === "charging" && other.zone === zone && !isTaken;
  grounds.when(kind === "discharging" ? !isFit : storage !== undefined, "energy/storageUnfit");
  const most = parameter(model, "energy.storageEfficiencyMostPpm");
  grounds.when(storage !== undefined && BigInt(storage.efficiencyPpm) > most, "energy/efficiencyTooHigh");
}

function judgeSettings(model: Model, content: NewDevice, grounds: Grounds): void {
  const { kind, zone, within, link } = content;
  const { devices, zones } = energyOf(model);
  const load = within === undefined ? undefined : devices.get(within);
  const isTaken = devices.entries().some(([, other]) => within !== undefined && other.within === within);
  const isWithin = load?.kind === "load" && load.zone === zone && !isTaken;
  grounds.when(kind === "submeter" ? !isWithin : within !== undefined, "energy/submeterUnfit");
  const isLeading = link !== undefined && link.to !== zone;
  const loads = devices.values().filter((each) => each.kind === "load").length;
  grounds.when(kind === "load" && loads >= 10_000, "energy/tooManyLoads");
  grounds.when(kind === "interconnector" ? !isLeading : link !== undefined, "energy/linkUnfit");
  judgeStorage(model, content, grounds);
  if (link === undefined) return;
  grounds.when(!zones.has(link.to), "energy/unknownZone");
  const links = interconnectors(model);
  const isFull = links.length >= 512 || links.filter(({ to }) => to === link.to).length >= 64;
  grounds.when(isFull, "energy/tooManyLinks");
}

const registerDevice = modelMessage<NewDevice>({
  judge(model, actor, content, grounds) {
    const { device, zone, kind, production, holder, auditor } = content;
    judgeRole(model, actor, ["issuing-body"], grounds);
    grounds.when(energyOf(model).devices.has(device), "energy/deviceKnown");
    grounds.when(!energyOf(model).zones.has(zone), "energy/unknownZone");
    grounds.when((kind === "generation") !== (production !== undefined), "energy/productionUnfit");
    judgeSettings(model, content, grounds);
    if (auditor !== undefined) judgeHolder(model, auditor, grounds);
    judgeHolder(model, holder, grounds);
    judgeMeter(model, content, grounds);
  },
  apply: (model, _actor, content) => putDevice(model, content),
});

const replaceMeter = modelMessage<MeterStart & { readonly device: string }>({
  judge(model, actor, { device, ...start }, grounds) {
    judgeRole(model, actor, ["issuing-body"], grounds);
    grounds.when(!energyOf(model).devices.has(device), "energy/unknownDevice");
    judgeMeter(model, start, grounds);
    grounds.when(start.startMs < recordedUntil(model, device), "energy/meterStartTooEarly");
  },
  apply: (model, _actor, { device, ...start }) => putMeter(model, device, start),
});

type SignedRecord = MeterRecord & { readonly signature: Uint8Array };

export const signedBytes = (record: MeterRecord): Uint8Array =>
  Buffer.concat([Buffer.from("kedge/meter-record/1\n"), cbor(record)]);

function isSigned({ signature, ...record }: SignedRecord, meterKey: Uint8Array): boolean {
  return verify(null, signedBytes(record), keyOf(meterKey), signature);
}

const recordReadings = modelMessage<SignedRecord>({
  judge(model, _actor, sent, grounds) {
    const { device, startMs, intervalMinutes, valuesMilliWh } = sent;
    const settings = energyOf(model).devices.get(device);
    if (grounds.when(settings === undefined, "energy/unknownDevice") || settings === undefined) return;
    const { meterKey, registerMilliWh, nextStartMs } = energyOf(model).meters.at(device);
    grounds.when(![15, 30, 60].includes(intervalMinutes), "energy/intervalUnknown");
    grounds.when(startMs % (intervalMinutes * minuteMs) !== 0, "energy/startMisaligned");
    grounds.when(intervalMinutes * valuesMilliWh.length > 24 * 60, "energy/recordTooLong");
    grounds.when(startMs !== nextStartMs, "energy/readingsNotContiguous");
    grounds.when(endOfRecord(sent) > model.timeMs, "energy/endsInFuture");
    const isContinued = sent.registerBeforeMilliWh === registerMilliWh;
    const isSummed = sent.registerAfterMilliWh - sent.registerBeforeMilliWh === total(valuesMilliWh);
    grounds.when(!isContinued || !isSummed, "energy/registerMismatch");
    const margin = 10_000n + parameter(model, "energy.nameplateMarginBp");
    // In units of which none is divided: value * 60 * 10,000 against watts * minutes * 1,000 * margin; up to one mWh over.
    const most = settings.nameplateW * BigInt(intervalMinutes) * 1_000n * margin;
    const isAbove = valuesMilliWh.some((value) => (value - 1n) * 600_000n >= most && value > 0n);
    grounds.when(isAbove, "energy/aboveNameplate");
    const ids = (meteredMilliWh(model, device) + total(valuesMilliWh)) / 1_000n;
    const isIssued = settings.kind === "generation" || settings.kind === "discharging";
    const isExhausted = isIssued && ids >= BigInt(Number.MAX_SAFE_INTEGER);
    grounds.when(isExhausted, "energy/idsExhausted");
    grounds.when(!isSigned(sent, meterKey), "energy/signatureForged");
  },
  apply(model, _actor, { signature, ...record }) {
    const { devices, meters, records, pieces } = energyOf(model);
    const { device, startMs } = record;
    const { kind, holder } = devices.at(device);
    const { meterKey } = meters.at(device);
    const before = meteredMilliWh(model, device);
    const accepted = { ...record, meterKey, signature, recordedMs: model.timeMs };
    records.set(device, [...(records.get(device) ?? []), accepted]);
    meters.set(device, { meterKey, registerMilliWh: record.registerAfterMilliWh, nextStartMs: endOfRecord(record) });
    touchDays(model, device, accepted);
    if (kind !== "generation") return { issuedWh: 0n, remainderMilliWh: 0n };
    const after = before + total(record.valuesMilliWh);
    const [firstId, lastId] = [Number(before / 1_000n) + 1, Number(after / 1_000n)];
    const answer = { issuedWh: BigInt(lastId - firstId + 1), remainderMilliWh: after % 1_000n };
    if (lastId < firstId) return answer;
    const piece: Piece = { firstId, lastId, holder, state: "active", startMs };
    const fates = reserveAhead(model, device, accepted, piece);
    pieces.set(device, [...(pieces.get(device) ?? []), ...fates]);
    waitIfNew(model, device, firstId, endOfRecord(record));
    return { ...answer, firstId };
  },
});

import { interconnectors } from "./links.ts";

interface Range {
  readonly device: string;
  readonly bundle: number;
  readonly firstId: number;
  readonly lastId: number;
}

const pieceOf = (model: Model, { device, bundle }: Range): Piece | undefined =>
  energyOf(model)
    .pieces.get(device)
    ?.find((piece) => piece.firstId === bundle);

interface Fitness {
  /** Whose they have to be; anyone's when absent. */
  readonly holder?: string;
  /** In which states they may be, and what it is called when they are not. */
  readonly states?: readonly Piece["state"][];
  readonly code?: string;
}

function judgeRanges(model: Model, ranges: readonly Range[], fitness: Fitness, grounds: Grounds): void {
  const { holder, states = ["active"], code = "energy/bundleNotActive" } = fitness;
  for (const { device, bundle, firstId, lastId } of ranges) {
    const piece = energyOf(model)
      .pieces.get(device)
      ?.find((each) => each.firstId === bundle);
    if (grounds.when(piece === undefined, "energy/unknownBundle") || piece === undefined) continue;
    grounds.when(holder !== undefined && piece.holder !== holder, "energy/notHolder");
    const isClaimed = claimedOf(model, device, { firstId, lastId: Math.max(firstId, lastId) }).length > 0;
    grounds.when(!states.includes(piece.state) || isClaimed, code);
    grounds.when(firstId < bundle || lastId > piece.lastId || firstId > lastId, "energy/rangeOutsideBundle");
  }
  const names = new Set(ranges.map(({ device, bundle }) => `${device} ${bundle}`));
  grounds.when(names.size < ranges.length, "energy/bundleRepeated");
}

/** Each piece that a range touches is cut into what lies before it, in it, and after it. */
function change(model: Model, ranges: readonly Range[], become: (piece: Piece, device: string) => Piece): void {
  const { pieces } = energyOf(model);
  for (const { device, firstId, lastId } of ranges) {
    const cut = pieces.at(device).flatMap((piece): Piece[] => {
      if (piece.lastId < firstId || piece.firstId > lastId) return [piece];
      const parts = [
        { ...piece, lastId: firstId - 1 },
        become({ ...piece, firstId, lastId }, device),
        { ...piece, firstId: lastId + 1 },
      ];
      return parts.filter((part) => part.firstId <= part.lastId);
    });
    pieces.set(device, cut);
  }
}

const transferCertificates = modelMessage<{ readonly to: string; readonly ranges: readonly Range[] }>({
  judge(model, actor, { to, ranges }, grounds) {
    judgeRanges(model, ranges, { holder: actor }, grounds);
    grounds.when(to === actor, "energy/holderIsPayee");
    judgeHolder(model, to, grounds);
  },
  apply: (model, _actor, { to, ranges }) => change(model, ranges, (piece) => ({ ...piece, holder: to })),
});

type Cancellation = {
  readonly ranges: readonly Range[];
  readonly beneficiary: string;
  readonly purpose: string;
};

const cancelCertificates = modelMessage<Cancellation>({
  judge: (model, actor, { ranges }, grounds) => judgeRanges(model, ranges, { holder: actor }, grounds),
  apply(model, _actor, { ranges, beneficiary, purpose }) {
    const cancelled = { beneficiary, purpose, atMs: model.timeMs };
    change(model, ranges, (piece) => ({ ...piece, state: "cancelled", cancelled }));
  },
});

interface Examination {
  readonly ranges: readonly Range[];
  readonly reference: string;
}

/** What the issuing body does with certificates in these states. */
function examination(
  fitness: Fitness,
  become: (model: Model, judgement: Judgement) => (piece: Piece, device: string) => Piece,
) {
  return modelMessage<Examination>({
    judge(model, actor, { ranges }, grounds) {
      judgeRole(model, actor, ["issuing-body"], grounds);
      judgeRanges(model, ranges, fitness, grounds);
    },
    apply: (model, by, { ranges, reference }) =>
      change(model, ranges, become(model, { by, reference, atMs: model.timeMs })),
  });
}

const lockCertificates = examination({}, (_, locked) => (piece) => ({ ...piece, state: "locked", locked }));

const isLocked: Fitness = { states: ["locked"], code: "energy/bundleNotLocked" };
const unlockCertificates = examination(isLocked, (model) => (piece, device) => freed(model, device, piece));

const withdrawing: Fitness = { states: ["active", "locked", "reserved"] };

const withdrawCertificates = modelMessage<Examination>({
  judge(model, actor, { ranges }, grounds) {
    judgeRole(model, actor, ["issuing-body"], grounds);
    judgeRanges(model, ranges, withdrawing, grounds);
    for (const range of ranges) {
      const reservedMs = pieceOf(model, range)?.reserved?.dayMs;
      const isClosed = reservedMs !== undefined && energyOf(model).days.at(reservedMs).closedMs !== undefined;
      grounds.when(isClosed, "energy/dayClosed");
    }
  },
  apply(model, by, { ranges, reference }) {
    const before = ranges.map((range) => ({ range, piece: pieceOf(model, range) }));
    const withdrawn = { by, reference, atMs: model.timeMs };
    change(model, ranges, ({ locked: _locked, reserved: _reserved, ...rest }) => ({
      ...rest,
      state: "withdrawn",
      withdrawn,
    }));
    for (const { range, piece } of before) {
      const dayMs = piece?.reserved?.dayMs;
      if (piece === undefined || dayMs === undefined || piece.lastId === range.lastId) continue;
      listSupply(model, dayMs, range.device, range.lastId + 1);
    }
  },
});

type Purpose = { readonly load?: string };

function judgeLoad(model: Model, device: string, load: string | undefined, grounds: Grounds): void {
  if (load === undefined) return;
  const settings = energyOf(model).devices.get(load);
  const zone = energyOf(model).devices.get(device)?.zone;
  grounds.when(settings?.kind !== "load" || settings.zone !== zone, "energy/loadUnfit");
}

const reserveCertificates = modelMessage<Purpose & { readonly ranges: readonly Range[] }>({
  judge(model, actor, { ranges, load }, grounds) {
    judgeRanges(model, ranges, { holder: actor }, grounds);
    for (const range of ranges) {
      if (pieceOf(model, range) === undefined || range.firstId > range.lastId) continue;
      judgeLoad(model, range.device, load, grounds);
      const grams = energyOf(model).devices.at(range.device).production?.carbonGramsPerMwh ?? 0;
      for (const { dayMs } of byDay(model, range.device, range)) {
        const day = energyOf(model).days.at(dayMs);
        grounds.when(day.closedMs !== undefined, "energy/dayClosed");
        grounds.when(grams > day.cleanMostGramsPerMwh, "energy/notClean");
      }
    }
  },
  apply(model, _actor, { ranges, load }) {
    for (const range of ranges) {
      for (const { dayMs, firstId, lastId } of byDay(model, range.device, range)) {
        const reserved = { dayMs, ...(load !== undefined && { load }) };
        change(model, [{ ...range, firstId, lastId }], (piece) => ({ ...piece, state: "reserved", reserved }));
        listSupply(model, dayMs, range.device, firstId);
      }
    }
  },
});

function judgeGenerator(model: Model, actor: string, device: string, grounds: Grounds): void {
  const settings = energyOf(model).devices.get(device);
  grounds.when(settings === undefined, "energy/unknownDevice");
  grounds.when(settings !== undefined && settings.holder !== actor, "energy/notDeviceHolder");
  grounds.when(settings !== undefined && settings.kind !== "generation", "energy/neverReserved");
}

const instructReservation = modelMessage<Purpose & { readonly device: string }>({
  judge(model, actor, { device, load }, grounds) {
    judgeGenerator(model, actor, device, grounds);
    judgeLoad(model, device, load, grounds);
  },
  apply: (model, _actor, { device, ...purpose }) => energyOf(model).instructions.set(device, purpose),
});

const revokeInstruction = modelMessage<{ readonly device: string }>({
  judge(model, actor, { device }, grounds) {
    judgeGenerator(model, actor, device, grounds);
    grounds.when(!energyOf(model).instructions.has(device), "energy/notInstructed");
  },
  apply: (model, _actor, { device }) => energyOf(model).instructions.delete(device),
});

export const messages = {
  registerZone,
  registerDevice,
  replaceMeter,
  recordReadings,
  transferCertificates,
  cancelCertificates,
  lockCertificates,
  unlockCertificates,
  withdrawCertificates,
  reserveCertificates,
  instructReservation,
  revokeInstruction,
};
