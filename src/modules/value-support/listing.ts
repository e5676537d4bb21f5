// How the walk between money and generation is shown: its steps, and the keys of the rows that prove each.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { amountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { read as energy, keys as energyKeys, schemas as energySchemas } from "#src/modules/energy/access.ts";
import type { StateScanner } from "#src/state/view.ts";
import { dayMs } from "./rules.ts";
import { proofNumberSchema } from "./schemas.ts";
import { proofs, provedDays } from "./tables.ts";
import type { Support } from "./walk.ts";

const keySchema = z.string().max(400);

export const supportShape = {
  proofNumber: proofNumberSchema,
  load: energySchemas.device,
  hourMs: timeMsSchema,
  /** Its place among the watt-hours of the proof, the first being 0. */
  wattHour: amountSchema,
  device: energySchemas.device,
  certificateId: energySchemas.certificateId,
} as const;

export const keysShape = {
  /** The rows in which each step stands, to be proved one by one. */
  keys: z.strictObject({
    proof: keySchema,
    day: keySchema,
    loadDay: keySchema,
    claims: keySchema,
    bundle: keySchema,
    readings: keySchema,
  }),
} as const;

export async function keysOf(state: StateScanner, { proofNumber, load, hourMs, device, certificateId }: Support) {
  const { claim, zone, bundle, row } = await energy.findCertificate(state, device, certificateId);
  const { part } = present(claim, "what supports money is claimed");
  return {
    proof: proofs.key(proofNumber),
    day: provedDays.key(load, hourMs - (hourMs % dayMs)),
    loadDay: energyKeys.loadDay(load, hourMs),
    claims: energyKeys.claims(zone, hourMs, part),
    bundle: energyKeys.bundle(device, bundle),
    readings: energyKeys.readings(device, row.startMs),
  };
}
