// Compute as the model keeps it: who may do what work where, what was delivered, and what is promised.
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export const workloads = ["train", "infer", "general"] as const;
export type Workload = (typeof workloads)[number];
export type ByWorkload<Value> = Partial<Record<Workload, Value>>;

export interface Reference {
  readonly name: string;
  readonly results: ByWorkload<{ readonly benchmark: string; readonly resultMilli: bigint }>;
}

export interface Hardware {
  readonly name: string;
  readonly reference: string;
  readonly results: ByWorkload<{ readonly resultMilli: bigint; readonly powerMilliW: bigint }>;
  readonly embodiedGrams: bigint;
  readonly lifeHours: number;
}

export interface Ability {
  readonly capacityMicroScu: bigint;
  readonly bestMicroScuPerKwh: bigint;
}

export interface NewSite {
  readonly site: string;
  readonly load: string;
  readonly deliveryKey: Uint8Array;
  readonly installed: readonly { readonly hardware: string; readonly count: number }[];
}

export interface Site extends Omit<NewSite, "site"> {
  readonly zone: string;
  readonly provider: string;
  readonly abilities: ByWorkload<Ability>;
  readonly embodiedMilligramsPerHour: bigint;
  readonly bond?: number;
  readonly registeredMs: number;
}

export interface Counter {
  readonly beforeJoules: bigint;
  readonly afterJoules: bigint;
  readonly modulusJoules: bigint;
  readonly hoursJoules: readonly bigint[];
}

export interface DeliveryRecord {
  readonly site: string;
  readonly consumer: string;
  readonly jobHash: Uint8Array;
  readonly workload: Workload;
  readonly startMs: number;
  readonly hoursMicroScu: readonly bigint[];
  readonly resultHash: Uint8Array;
  readonly latencyP99Ms?: number;
  readonly counter?: Counter;
  readonly certificateId?: number;
}

export interface SignedRecord extends DeliveryRecord {
  readonly providerSignature: Uint8Array;
  readonly consumerSignature: Uint8Array;
}

export interface Challenge {
  readonly state: "open" | "doubted" | "passed" | "failed" | "unanswered";
  readonly dueMs: number;
  readonly doubtedBy?: string;
  readonly verifier?: string;
}

export interface Delivery extends SignedRecord {
  readonly attributedWh: readonly bigint[];
  readonly recordedMs: number;
  readonly challenge?: Challenge;
}

export interface Product {
  readonly workload: Workload;
  readonly month: string;
  readonly gradeFloor: { readonly efficiency?: string; readonly clean?: string; readonly latency?: string };
}

export interface Commitment extends Product {
  readonly site: string;
  readonly provider: string;
  readonly microScuHours: bigint;
  readonly bond: number;
  readonly certificateIds: readonly number[];
  readonly settledMs?: number;
}

export interface Capacity extends Product {
  readonly commitment: number;
  readonly site: string;
  readonly zone: string;
  readonly holder: string;
  readonly microScuHours: bigint;
  readonly deliveredMicroScu: bigint;
  readonly state: "active" | "backing" | "backed";
  readonly calledMs?: number;
  readonly calledMicroScu?: bigint;
  readonly paidNano?: bigint;
}

export interface Due {
  readonly dueMs: number;
  readonly sequence: number;
  readonly item: number;
}

const makeBook = (log: UndoLog) => ({
  references: new UndoMap<string, Reference>(log),
  hardware: new UndoMap<string, Hardware>(log),
  sites: new UndoMap<string, Site>(log),
  /** The key of each consumer, and the owner of each key in hexadecimal digits. */
  consumers: new UndoMap<string, Uint8Array>(log),
  keys: new UndoMap<string, string>(log),
  deliveries: new UndoMap<number, Delivery>(log),
  commitments: new UndoMap<number, Commitment>(log),
  certificates: new UndoMap<number, Capacity>(log),
  /** Deliveries that were never drawn for: the first of them, and how many there ever were. */
  undrawn: new UndoCell(log, { first: 0, next: 0 }),
  settlements: new UndoCell<readonly Due[]>(log, []),
  settlementsEver: new UndoCell(log, 0),
  challenges: new UndoCell<readonly Due[]>(log, []),
  challengesEver: new UndoCell(log, 0),
});

export const computeOf = (model: Model) => model.book(makeBook);

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
export const billion = 1_000_000_000n;

/** The months of the calendar, by the platform's own. */
export function monthSpan(month: string): { readonly startMs: number; readonly endMs: number } {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return { startMs: Date.UTC(year, number - 1, 1), endMs: Date.UTC(year, number, 1) };
}

/** Takes what is due out of a line, the earliest first, in the order in which they came. */
export function takeDue(line: UndoCell<readonly Due[]>, nowMs: number, most: number): Due[] {
  const due = line.value
    .filter(({ dueMs }) => dueMs <= nowMs)
    .sort((left, right) => left.dueMs - right.dueMs || left.sequence - right.sequence)
    .slice(0, most);
  if (due.length > 0) line.value = line.value.filter((each) => !due.includes(each));
  return due;
}
