// Pure decisions about metal: weights, hashes of bar lists, load-out dates.

import { z } from "zod";
import { divideDown, divideUp, maximum, minimum } from "#src/core/arithmetic.ts";
import { codecOf } from "#src/core/form.ts";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { barKeyShape, certificateIdSchema, metalSchema } from "./schemas.ts";

export const dayMs = 86_400_000;
const millionth = 1_000_000n;
const timeMsMax = 8_640_000_000_000_000n;

const mgPerUnitTable = { g: 1_000n, kg: 1_000_000n } as const;

/** Milligrams in the unit that a metal's price is quoted for. */
export function mgPerUnit(unit: keyof typeof mgPerUnitTable): bigint {
  return mgPerUnitTable[unit];
}

/** The most fine metal in a weight of an assay, rounded down: nobody is credited metal that is not there. */
export function fineWeightMgMost(grossWeightMg: bigint, assayPpm: number): bigint {
  return divideDown(grossWeightMg * BigInt(assayPpm), millionth);
}

/** The gross weight of a piece of a lot, rounded down: the rest keeps the fraction. Never below the fine weight. */
export function pieceGrossWeightMg(
  lot: { grossWeightMg: bigint; fineWeightMg: bigint },
  pieceFineWeightMg: bigint,
): bigint {
  return divideDown(lot.grossWeightMg * pieceFineWeightMg, lot.fineWeightMg);
}

/**
 * The most that can be cut off a lot without exceeding a weight, leaving neither a piece nor a rest below the lightest:
 * the whole lot where it fits, zero where nothing can be cut.
 */
export function cutFineWeightMg(lotFineWeightMg: bigint, mostMg: bigint, pieceWeightMgMin: bigint): bigint {
  if (lotFineWeightMg <= mostMg) return lotFineWeightMg;
  const cut = minimum(mostMg, lotFineWeightMg - pieceWeightMgMin);
  return cut < pieceWeightMgMin ? 0n : cut;
}

/** The first moment of a year in UTC, by the Gregorian calendar. */
export function yearStartMs(year: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const daysFromYearOneTo1970 = 719_162;
  return (before * 365 + leapDays - daysFromYearOneTo1970) * dayMs;
}

const listChangeSchema = z.strictObject({
  change: z.enum(["deposited", "delivered", "withdrawn", "reinstated"]),
  certificateId: certificateIdSchema,
  metal: metalSchema,
  ...barKeyShape,
  grossWeightMg: positiveAmountSchema,
  fineWeightMg: positiveAmountSchema,
});
export type ListChange = z.output<typeof listChangeSchema>;
const listChangeCodec = codecOf(listChangeSchema);
const text = new TextEncoder();

/** The hash of a vault's bar list before its first entry. */
export function firstListHash(vault: string): Uint8Array {
  return sha256(text.encode(`kedge/bar-list/1\n${vault}`));
}

/** The hash of a bar list after one more change: SHA-256 of the hash before and the change in deterministic CBOR. */
export function nextListHash(listHash: Uint8Array, change: ListChange): Uint8Array {
  return sha256(listHash, listChangeCodec.encode(change));
}

/** Work at a vault's gate: what left lately, as a backlog that the capacity of each new day takes down. */
export interface LoadOut {
  readonly day: number;
  readonly backlogWeightMg: bigint;
}

export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / dayMs);
}

/** What is left today of the backlog of an earlier day. */
export function backlogOn(day: number, loadOut: LoadOut, capacityMgPerDay: bigint): bigint {
  const relief = BigInt(day - loadOut.day) * capacityMgPerDay;
  return maximum(0n, loadOut.backlogWeightMg - relief);
}

/** When a request should be served: after all that waits, at the vault's capacity, and never on the same day. */
export function deliveryDueMs(timeMs: number, aheadWeightMg: bigint, capacityMgPerDay: bigint): number {
  const days = BigInt(dayOf(timeMs)) + 1n + divideUp(aheadWeightMg, capacityMgPerDay);
  return Number(minimum(days * BigInt(dayMs), timeMsMax));
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
