// The shapes of delivery rights: claims on future clean energy and compute that cover money until their month begins.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { monthSchema } from "#src/core/month.ts";
import { accountSchema, amountSchema, positiveAmountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { schemas as bonds } from "#src/modules/bonds/access.ts";
import { schemas as compute } from "#src/modules/compute/access.ts";
import { schemas as energy } from "#src/modules/energy/access.ts";

/** Named after the basket's components. */
export const rightKindSchema = z.enum(["ELEC", "COMPUTE"]);
export type RightKind = z.output<typeof rightKindSchema>;

export const rightNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** What is promised: energy of a device in watt-hours, or certificates of capacity in micro-SCU-hours. */
export const promiseSchema = z.strictObject({
  month: monthSchema,
  energy: z.strictObject({ device: energy.device, wattHours: positiveAmountSchema }).optional(),
  capacity: z
    .strictObject({
      certificateIds: z.array(compute.certificateId).min(1).max(limits.rightCertificatesMax),
      microScuHours: positiveAmountSchema,
    })
    .optional(),
});
export type RightPromise = z.output<typeof promiseSchema>;

export const bidSchema = z.strictObject({ bidder: accountSchema, bidMicroKdg: positiveAmountSchema });

/** `held` covers money until its month begins; the others have left the reserve. */
export const rightStateSchema = z.enum(["held", "boughtBack", "auctioned", "defaulted"]);

export const rightSchema = z.strictObject({
  kind: rightKindSchema,
  ...promiseSchema.shape,
  provider: accountSchema,
  /** All that was minted on it: what buying it back or winning it costs at least. */
  mintedMicroKdg: positiveAmountSchema,
  bond: bonds.bond,
  state: rightStateSchema,
  /** The highest so far; its KDG is locked. */
  bid: bidSchema.optional(),
  mintedMs: timeMsSchema,
  /** What the bond paid, of what was owed; on a defaulted one. */
  default: z.strictObject({ owedNano: amountSchema, paidNano: amountSchema }).optional(),
});
export type Right = z.output<typeof rightSchema>;
