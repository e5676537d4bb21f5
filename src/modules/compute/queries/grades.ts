// The grades of one site over a period, each from measured figures and none declared.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, basisPointsSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { gradesOf } from "../grading.ts";
import { requireSite } from "../registering.ts";
import { letterSchema, nameSchema } from "../schemas.ts";

export const grades = defineQuery({
  summary: "The grades of a site over days: efficiency, latency, availability, hourly clean share, and carbon.",
  readers: "public",
  params: z.strictObject({
    site: nameSchema,
    fromMs: timeMsSchema,
    days: z.int().min(1).max(limits.proofDaysMax),
  }),
  result: z.strictObject({
    deliveredMicroScu: amountSchema,
    meteredMicroScu: amountSchema,
    attributedWh: amountSchema,
    efficiency: z.enum([...letterSchema.options, "unmetered"]),
    efficiencyBp: amountSchema.optional(),
    clean: z.enum([...letterSchema.options, "unproved"]),
    cleanBp: basisPointsSchema.optional(),
    /** By the slowest hundredth of the slowest record, where every record tells it. */
    latency: z.enum([...letterSchema.options, "untimed"]),
    slowestP99Ms: z.int().min(0).max(limits.latencyMsMax).optional(),
    /** Of capacity that was asked for in these months, what was delivered, once they are settled. */
    availability: z.enum([...letterSchema.options, "untested"]),
    availabilityBp: basisPointsSchema.optional(),
    /** Of what was emitted, what the best hardware would have on electricity of 100 grams a kilowatt-hour. */
    carbon: z.enum([...letterSchema.options, "unmetered"]),
    /** SCI: (energy times intensity + making of the hardware) for each SCU, in milligrams of CO2 equivalent. */
    sciMilligramsPerScu: amountSchema.optional(),
  }),
  answer({ state }, { site, ...period }) {
    return gradesOf(state, requireSite(state, site), site, period);
  },
});
