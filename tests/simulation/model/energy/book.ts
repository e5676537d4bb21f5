// Energy as the model keeps it: one entry for every certificate range, and every total summed when asked for.
import { hash } from "../encoding.ts";
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Production {
  readonly carrier: string;
  readonly carbonGramsPerMwh: number;
}

export interface MeterStart {
  readonly meterKey: Uint8Array;
  readonly registerMilliWh: bigint;
  readonly startMs: number;
}

export interface Zone {
  readonly name: string;
  readonly residualGramsPerMwh: number;
  readonly registeredMs: number;
}

export interface Device {
  readonly kind: "generation" | "load" | "submeter" | "interconnector" | "charging" | "discharging";
  readonly zone: string;
  readonly production?: Production;
  readonly within?: string;
  readonly link?: { readonly to: string; readonly lossPpm: number };
  readonly storage?: { readonly charging: string; readonly efficiencyPpm: number };
  readonly auditor?: string;
  readonly nameplateW: bigint;
  readonly holder: string;
  readonly registeredMs: number;
}

export interface Meter {
  readonly meterKey: Uint8Array;
  readonly registerMilliWh: bigint;
  readonly nextStartMs: number;
}

export interface MeterRecord {
  readonly device: string;
  readonly startMs: number;
  readonly intervalMinutes: number;
  readonly valuesMilliWh: readonly bigint[];
  readonly registerBeforeMilliWh: bigint;
  readonly registerAfterMilliWh: bigint;
}

export interface Accepted extends MeterRecord {
  readonly meterKey: Uint8Array;
  readonly signature: Uint8Array;
  readonly recordedMs: number;
}

/** Certificates of one record with one fate, both ends included. */
export interface Piece {
  readonly firstId: number;
  readonly lastId: number;
  readonly holder: string;
  readonly state: "active" | "locked" | "reserved" | "cancelled" | "expired" | "withdrawn";
  readonly reserved?: { readonly dayMs: number; readonly load?: string };
  readonly startMs: number;
  readonly cancelled?: { readonly beneficiary: string; readonly purpose: string; readonly atMs: number };
  readonly expired?: { readonly atMs: number };
  readonly locked?: Judgement;
  readonly withdrawn?: Judgement;
}

export interface Judgement {
  readonly by: string;
  readonly reference: string;
  readonly atMs: number;
}

/** A UTC day. */
export interface Day {
  readonly openedMs: number;
  readonly closesMs: number;
  readonly cleanMostGramsPerMwh: number;
  readonly closedMs?: number;
  readonly matchedHours: number;
  readonly matchedMs?: number;
  /** Reserved pieces by their first id, in the order in which they were reserved. */
  readonly supply: readonly { readonly device: string; readonly firstId: number }[];
  readonly demand: readonly string[];
}

export interface Closing {
  readonly dueMs: number;
  readonly sequence: number;
  readonly item: { readonly dayMs: number };
}

export interface Claim {
  readonly hourMs: number;
  readonly firstId: number;
  readonly lastId: number;
  readonly load?: string;
  readonly charging?: string;
}

/** What was left in store of a charged hour after all that happened so far. */
export interface Layer {
  readonly hourMs: number;
  readonly wh: bigint;
  readonly cleanWh: bigint;
  readonly gramsPerMwh: number;
}

/** A storage device, by its charging meter: what went in by the hour, what is left of it, and what came out. */
export interface Store {
  readonly charged: readonly Layer[];
  readonly left: readonly Layer[];
  readonly outs: readonly { readonly toldWh: bigint; readonly givenWh: bigint; readonly issuedWh: bigint }[];
}

/** What a storage device was issued for an hour of discharge. */
export interface StorageIssue {
  readonly hourMs: number;
  readonly firstId: number;
  readonly issuedWh: bigint;
  readonly gramsPerMwh: number;
  readonly draws: readonly { readonly chargedHourMs: number; readonly cleanWh: bigint; readonly greyWh: bigint }[];
}

/** Certificates of one hour that took part in its matching. */
export interface Offer {
  readonly device: string;
  readonly zone: string;
  readonly load?: string;
  readonly firstId: number;
  readonly lastId: number;
}

export interface MeasuredFlow {
  readonly from: string;
  readonly to: string;
  readonly sentWh: bigint;
  readonly arrivedWh: bigint;
}

/** A device in the queue of expiry. */
export interface Waiting {
  readonly dueMs: number;
  readonly sequence: number;
  readonly item: { readonly device: string };
}

const makeBook = (log: UndoLog) => ({
  zones: new UndoMap<string, Zone>(log),
  devices: new UndoMap<string, Device>(log),
  meters: new UndoMap<string, Meter>(log),
  /** The device of every meter key, in hexadecimal digits. */
  keys: new UndoMap<string, string>(log),
  /** Every record of a device, in the order of time. */
  records: new UndoMap<string, readonly Accepted[]>(log),
  /** What became of the certificates of a device, in the order of their ids. */
  pieces: new UndoMap<string, readonly Piece[]>(log),
  /** The first certificate of each device that is not past its life, where any is. */
  passed: new UndoMap<string, number>(log),
  waiting: new UndoCell<readonly Waiting[]>(log, []),
  /** By the start of the day. */
  days: new UndoMap<number, Day>(log),
  closings: new UndoCell<readonly Closing[]>(log, []),
  closingsEver: new UndoCell(log, 0),
  /** Closed days that are not matched: those before the first are done with. */
  closed: new UndoCell<{ readonly first: number; readonly days: readonly number[] }>(log, { first: 0, days: [] }),
  instructions: new UndoMap<string, { readonly load?: string }>(log),
  /** What was claimed of each device's certificates. */
  claims: new UndoMap<string, readonly Claim[]>(log),
  /** What was offered in a matched hour, by zone. */
  offers: new UndoMap<string, readonly Offer[]>(log),
  /** Measured flows of a matched hour, by its start. */
  measured: new UndoMap<number, readonly MeasuredFlow[]>(log),
  waits: new UndoCell(log, 0),
  stores: new UndoMap<string, Store>(log),
  storageIssues: new UndoMap<string, readonly StorageIssue[]>(log),
});

export const energyOf = (model: Model) => model.book(makeBook);

export const minuteMs = 60_000;

export const endOfRecord = ({ startMs, intervalMinutes, valuesMilliWh }: MeterRecord): number =>
  startMs + valuesMilliWh.length * intervalMinutes * minuteMs;

export const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);

/** All that a device ever metered, up to a record where one is named. */
export function meteredMilliWh(model: Model, device: string, before?: number): bigint {
  const records = energyOf(model).records.get(device) ?? [];
  const counted = records.filter(({ startMs }) => before === undefined || startMs < before);
  return total(counted.map(({ valuesMilliWh }) => total(valuesMilliWh)));
}

export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
export const dayStart = (timeMs: number): number => timeMs - (timeMs % dayMs);

/** All that a device metered before a moment, records of any meter together. */
export function meteredBefore(model: Model, device: string, timeMs: number): bigint {
  let sum = 0n;
  for (const record of energyOf(model).records.get(device) ?? []) {
    if (record.startMs >= timeMs) break;
    const intervals = (timeMs - record.startMs) / (record.intervalMinutes * minuteMs);
    sum += total(record.valuesMilliWh.slice(0, Math.ceil(intervals)));
  }
  return sum;
}

/** The certificates of a device that were generated from one moment to another: those that its meter passed meanwhile. */
export function idsBetween(model: Model, device: string, fromMs: number, toMs: number) {
  if (energyOf(model).devices.at(device).kind === "discharging") {
    const all = energyOf(model).storageIssues.get(device) ?? [];
    const within = all.filter((each) => each.hourMs >= fromMs && each.hourMs < toMs);
    const [first, last] = [within[0], within.at(-1)];
    if (first === undefined || last === undefined) return { firstId: 1, lastId: 0 };
    return { firstId: first.firstId, lastId: last.firstId + Number(last.issuedWh) - 1 };
  }
  const [before, after] = [meteredBefore(model, device, fromMs), meteredBefore(model, device, toMs)];
  return { firstId: Number(before / 1_000n) + 1, lastId: Number(after / 1_000n) };
}

/** What was claimed out of a piece. */
export function claimedOf(model: Model, device: string, piece: Pick<Piece, "firstId" | "lastId">): Claim[] {
  const all = energyOf(model).claims.get(device) ?? [];
  return all.filter(({ firstId, lastId }) => firstId <= piece.lastId && lastId >= piece.firstId);
}

/** The end of what is recorded of a device; zero before its first record. */
export function recordedUntil(model: Model, device: string): number {
  const last = energyOf(model).records.get(device)?.at(-1);
  return last === undefined ? 0 : endOfRecord(last);
}

/** A key that a simulated meter signs with: the device's first, or one of its replacements. */
export const meterSecret = (name: string): Uint8Array => hash(`kedge/devnet-key/1\n${name}`);
