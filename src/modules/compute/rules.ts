// Arithmetic of compute: what a unit is, what a site can do and must have used, energy of a job, grades.
import { divideDown, divideUp } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";
import { codecOf } from "#src/core/form.ts";
import { concatBytes } from "#src/crypto/hex.ts";
import { type Counter, type DeliveryRecord, type Letter, recordSchema } from "./schemas.ts";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
export const microPerScu = 1_000_000n;
/** All of a site's time, in the units in which shares of it are counted. */
export const wholeShare = 1_000_000_000n;
const milliWhPerKwh = 1_000_000n;
const joulesPerWh = 3_600n;

/** What one device does in an hour: its result over the reference's. Rounds down: a device never counts for more than it is. */
export function microScuPerHour(resultMilli: bigint, referenceMilli: bigint): bigint {
  return divideDown(resultMilli * microPerScu, referenceMilli);
}

/** Work for a kilowatt-hour at the power of the benchmark; rounds up: no honest delivery is refused over a fraction. */
export function microScuPerKwh(perHour: bigint, powerMilliW: bigint): bigint {
  return divideUp(perHour * 1_000_000n, powerMilliW);
}

/** The share of a site's hour that work takes, in billionths; rounds up: deliveries never sum to more than the time. */
export function shareOfHour(microScu: bigint, capacityMicroScu: bigint): bigint {
  return divideUp(microScu * wholeShare, capacityMicroScu);
}

/**
 * What of a month's work can still be asked for at a moment: all before it begins, then the part of what is left of it.
 * Rounds down: against who asked late.
 */
export function leftOfMonth(microScuHours: bigint, startMs: number, endMs: number, nowMs: number): bigint {
  const leftMs = Math.max(0, endMs - Math.max(startMs, nowMs));
  return divideDown(microScuHours * BigInt(leftMs), BigInt(endMs - startMs));
}

/** The least IT energy that work can take on the best hardware of a site; rounds down, in the delivery's favour by a fraction. */
export function leastMilliWh(microScu: bigint, bestMicroScuPerKwh: bigint): bigint {
  return divideDown(microScu * milliWhPerKwh, bestMicroScuPerKwh);
}

/** What a wrapping counter has counted; undefined where its figures contradict each other. */
export function countedJoules({ beforeJoules, afterJoules, modulusJoules, hoursJoules }: Counter): bigint | undefined {
  if (beforeJoules >= modulusJoules || afterJoules >= modulusJoules) return undefined;
  const counted = afterJoules >= beforeJoules ? afterJoules - beforeJoules : afterJoules + modulusJoules - beforeJoules;
  const summed = hoursJoules.reduce((sum, joules) => sum + joules, 0n);
  return counted === summed ? counted : undefined;
}

/** Energy of a facility and of the computers in it, by two meters. */
export interface Pue {
  readonly facilityWh: bigint;
  readonly itWh: bigint;
}

/** The facility's watt-hours for joules of its computers, overhead included where it is metered; rounds up: against the job. */
export function attributedWh(joules: bigint, pue: Pue | undefined): bigint {
  if (pue === undefined || pue.itWh === 0n) return divideUp(joules, joulesPerWh);
  return divideUp(joules * pue.facilityWh, joulesPerWh * pue.itWh);
}

/** A share of a whole in basis points, rounded down; undefined where there is nothing to share. */
export function shareBp(part: bigint, whole: bigint): bigint | undefined {
  return whole === 0n ? undefined : divideDown(part * 10_000n, whole);
}

/** What each letter but the last asks for. */
type LetterBounds = readonly (readonly [Letter, bigint])[];

/** The least share, in basis points: of the best efficiency, of clean hours, or of the least carbon. */
const shareBounds: LetterBounds = [
  ["A", 9_000n],
  ["B", 7_500n],
  ["C", 5_000n],
  ["D", 2_500n],
];

function letterAtLeast(bounds: LetterBounds, value: bigint): Letter {
  return bounds.find(([, least]) => value >= least)?.[0] ?? "E";
}

export function letterOf(bp: bigint): Letter {
  return letterAtLeast(shareBounds, bp);
}

/** What was asked for and is delivered, in basis points: who takes capacity counts on nearly all of it. */
const availabilityBounds: LetterBounds = [
  ["A", 9_990n],
  ["B", 9_900n],
  ["C", 9_500n],
  ["D", 9_000n],
];

export function availabilityLetterOf(bp: bigint): Letter {
  return letterAtLeast(availabilityBounds, bp);
}

/**
 * The most that the slowest hundredth of requests may take, in milliseconds. MLPerf Inference v5.0 allows Llama 2 70B
 * 450 ms to the first token in its interactive scenario, and 2,000 ms in its server scenario.
 */
const latencyBoundsMs: LetterBounds = [
  ["A", 450n],
  ["B", 2_000n],
  ["C", 10_000n],
  ["D", 60_000n],
];

export function latencyLetterOf(p99Ms: bigint): Letter {
  return latencyBoundsMs.find(([, most]) => p99Ms <= most)?.[0] ?? "E";
}

/**
 * What the best hardware would emit for work that takes it so much energy, in milligrams, on electricity of 100 grams a
 * kilowatt-hour, which is where the EU taxonomy draws the line. Rounds down: against the site whose share of it is told.
 */
export function cleanestMilligrams(leastMilliWh: bigint): bigint {
  return divideDown(leastMilliWh, 10n);
}

/** Whether one letter is at least as good as another. */
export function reaches(letter: Letter, floor: Letter): boolean {
  return letter <= floor;
}

/** SCI of the Green Software Foundation: (energy times intensity, and the share of making the hardware) for each SCU. */
export function sciMilligramsPerScu(operationalGrams: bigint, embodiedMilligrams: bigint, microScu: bigint): bigint {
  assert(microScu > 0n, "carbon is told for work that was done");
  return divideUp((operationalGrams * 1_000n + embodiedMilligrams) * microPerScu, microScu);
}

const recordCodec = codecOf(recordSchema);
const recordDomain = new TextEncoder().encode("kedge/delivery-record/1\n");

/** What provider and consumer sign: a domain tag, and the record in deterministic CBOR. */
export function recordSigningBytes(record: DeliveryRecord): Uint8Array {
  return concatBytes(recordDomain, recordCodec.encode(record));
}

/** The starts of a record's hours. */
export function hoursOf(startMs: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => startMs + at * hourMs);
}
