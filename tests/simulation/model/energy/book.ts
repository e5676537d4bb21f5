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
  readonly kind: "generation" | "load" | "submeter" | "interconnector";
  readonly zone: string;
  readonly production?: Production;
  readonly within?: string;
  readonly link?: { readonly to: string; readonly lossPpm: number };
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
  readonly state: "active" | "locked" | "cancelled" | "expired" | "withdrawn";
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
  waits: new UndoCell(log, 0),
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

/** The end of what is recorded of a device; zero before its first record. */
export function recordedUntil(model: Model, device: string): number {
  const last = energyOf(model).records.get(device)?.at(-1);
  return last === undefined ? 0 : endOfRecord(last);
}

/** A key that a simulated meter signs with: the device's first, or one of its replacements. */
export const meterSecret = (name: string): Uint8Array => hash(`kedge/devnet-key/1\n${name}`);
