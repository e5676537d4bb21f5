// The shapes of storage: what a device holds by charged hour, its account, and certificates issued for an hour of discharge.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, countSchema, timeMsSchema } from "#src/core/schemas.ts";
import { carbonIntensitySchema, certificateIdSchema } from "../schemas.ts";

/** What is left of one charged hour. */
export const layerSchema = z.strictObject({
  hourMs: timeMsSchema,
  wh: amountSchema,
  /** Of these, what certificates were cancelled for. */
  cleanWh: amountSchema,
  /** The intensity of the clean part, weighted, rounded up. */
  gramsPerMwh: carbonIntensitySchema,
});
export type Layer = z.output<typeof layerSchema>;

/** In whole watt-hours of matched hours. Charged is what is stored, was lost and was discharged. */
export const storageAccountSchema = z.strictObject({
  /** Places of the oldest layer, and of the next one. */
  firstLayer: countSchema,
  nextLayer: countSchema,
  chargedWh: amountSchema,
  chargedCleanWh: amountSchema,
  storedWh: amountSchema,
  /** Discharged out of layers. */
  dischargedWh: amountSchema,
  lostWh: amountSchema,
  /** Of what was discharged, what certificates were issued for. */
  issuedWh: amountSchema,
  /** What the discharging meter told beyond the layers: nothing was issued for it. */
  unexplainedWh: amountSchema,
});
export type StorageAccount = z.output<typeof storageAccountSchema>;

/** What an hour of discharge took of one charged hour, before losses. */
export const drawSchema = z.strictObject({ chargedHourMs: timeMsSchema, cleanWh: amountSchema, greyWh: amountSchema });

export const storageIssueSchema = z.strictObject({
  firstId: certificateIdSchema,
  issuedWh: amountSchema,
  gramsPerMwh: carbonIntensitySchema,
  /** Oldest first. */
  draws: z.array(drawSchema).min(1).max(limits.storageDrawsMax),
});
