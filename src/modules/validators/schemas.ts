// Shapes of the module `validators`.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  countSchema,
  heightSchema,
  integerSchema,
  noteSchema,
  publicKeySchema,
} from "#src/core/schemas.ts";
import type { Stored } from "#src/state/view.ts";

/** CometBFT's own bound, an eighth of the largest int64: sums and products of powers stay inside an int64. */
export const totalPowerMax = (2n ** 63n - 1n) / 8n;

export const powerSchema = integerSchema(1n, totalPowerMax);
export const validatorNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

/** A validator's address: twenty bytes in hex, as CometBFT names it. */
export const addressSchema = z.string().regex(/^[0-9a-f]{40}$/);

/** The ground on which a change is made: it may not be empty. */
export const referenceSchema = noteSchema.min(1);

export const changeSchema = z.enum(["admission", "power", "removal", "reinstatement"]);

export const planSchema = z.strictObject({
  change: changeSchema,
  /** The next power, where it is that which changes. */
  power: powerSchema.optional(),
  fromHeight: heightSchema,
  reference: referenceSchema,
  by: accountSchema,
});
export type Plan = z.output<typeof planSchema>;

export const validatorSchema = z.strictObject({
  name: validatorNameSchema,
  publicKey: publicKeySchema,
  /** While planned, the power to come; once gone, the last one. */
  power: powerSchema,
  operator: accountSchema.optional(),
  status: z.enum(["planned", "active", "suspended", "removed", "tombstoned"]),
  plan: planSchema.optional(),
});
export type Validator = z.output<typeof validatorSchema>;

export const totalsSchema = z.strictObject({
  /** Validators planned, active or suspended. */
  seats: countSchema,
  active: countSchema,
  activePower: amountSchema,
  suspendedPower: amountSchema,
  /** What all seats would have together, each at the greater of its power and the planned one. */
  reservedPower: amountSchema,
});
export type Totals = z.output<typeof totalsSchema>;

export const dueChangesSchema = z
  .array(z.strictObject({ fromHeight: heightSchema, validator: addressSchema }))
  .max(limits.validatorsMax);
export type DueChanges = Stored<z.output<typeof dueChangesSchema>>;

export const missesSchema = z.strictObject({ fromHeight: heightSchema, count: countSchema });

/** Everyone who leaves in one block, and everyone who comes. */
export const latestUpdatesSchema = z.strictObject({
  height: heightSchema,
  updates: z.array(z.strictObject({ publicKey: publicKeySchema, power: amountSchema })).max(2 * limits.validatorsMax),
});

/** Fields that the messages of a plan share. */
export const timing = {
  /** Absent: as soon as the notice allows. */
  fromHeight: heightSchema.optional(),
  reference: referenceSchema,
} as const;
