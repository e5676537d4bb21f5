// The grades of one site over a period, each from measured figures and none declared.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, basisPointsSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { gradesOf } from "../grading.ts";
import { requireSite } from "../registering.ts";
import { letterSchema, nameSchema } from "../schemas.ts";

export const grades = defineQuery({
  summary: "The grades of a site over days: efficiency, hourly clean share, and the carbon behind an SCU.",
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
    /** SCI: (energy times intensity + making of the hardware) for each SCU, in milligrams of CO2 equivalent. */
    sciMilligramsPerScu: amountSchema.optional(),
  }),
  answer({ state }, { site, ...period }) {
    return gradesOf(state, requireSite(state, site), site, period);
  },
});
