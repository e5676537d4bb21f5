// The shapes of value support: proofs, the hours they are made of, and the sums over all of them.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, amountSchema, countSchema, positiveAmountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { schemas as compute } from "#src/modules/compute/access.ts";
import { schemas as energy } from "#src/modules/energy/access.ts";

export const proofNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Whole days in UTC of one load. */
export const periodShape = {
  load: energy.device,
  /** The start of the first day. */
  fromMs: timeMsSchema,
  days: z.int().min(1).max(limits.proofDaysMax),
} as const;

/** One hour, in watt-hours of the facility: what was used, what of it was clean, for signed compute, and both. */
export const provedHourSchema = z.strictObject({
  demandWh: amountSchema,
  matchedWh: amountSchema,
  attributedWh: amountSchema,
  provedWh: amountSchema,
});
export type ProvedHour = z.output<typeof provedHourSchema>;

/** One day of a load, which one proof at most is made of. */
export const provedDaySchema = z.strictObject({
  proofNumber: proofNumberSchema,
  hours: z.array(provedHourSchema).length(24),
});
export type ProvedDay = z.output<typeof provedDaySchema>;

/** Facility over IT energy, each by a meter of its own, in the hours for which both are known. */
export const pueSchema = z.strictObject({ facilityWh: amountSchema, itWh: amountSchema });

export const proofSchema = z.strictObject({
  ...periodShape,
  zone: energy.zone,
  site: compute.site,
  prover: accountSchema,
  ...provedHourSchema.shape,
  pue: pueSchema,
  /** What the load's consumption emitted, its unmatched part at the residual mix. */
  carbonGrams: amountSchema,
  /** At first; it decays to zero in a straight line until the end. */
  roomMicroKdg: positiveAmountSchema,
  startMs: timeMsSchema,
  endMs: timeMsSchema,
  /** Of the room, in billionths of a micro-KDG a millisecond. */
  slope: positiveAmountSchema,
  /** The index of fees when the proof began and, once it has ended, when it ended. */
  startIndex: amountSchema,
  endIndex: amountSchema.optional(),
  /** The most that the prover ever earns in fees, and what it has claimed. */
  mostFeesMicroKdg: amountSchema,
  claimedMicroKdg: amountSchema,
});
export type Proof = z.output<typeof proofSchema>;

export const sumsSchema = z.strictObject({
  /** Proofs ever made, and those in force. */
  proofs: countSchema,
  live: countSchema,
  /** Of all proofs ever made. */
  provedWh: amountSchema,
  slope: amountSchema,
  slopeTimesEnd: amountSchema,
  /** Fees shared so far, for one unit of slope. */
  feeIndex: amountSchema,
  /** Fees that a proof may not take, to be shared with the next ones. */
  carriedMicroKdg: amountSchema,
});
export type Sums = z.output<typeof sumsSchema>;
