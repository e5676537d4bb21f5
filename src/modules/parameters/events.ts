// Events of the module `parameters`.
import { z } from "zod";
import {
  accountSchema,
  councilIdSchema,
  countSchema,
  moduleNameSchema,
  signedAmountSchema,
} from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { parameterNameSchema, referenceSchema } from "./rules.ts";

export const events = defineEvents(
  "parameters",
  {
    changeProposed: z.strictObject({
      parameter: parameterNameSchema,
      value: signedAmountSchema,
      fromHeight: countSchema,
      by: accountSchema,
    }),
    /** A council's proposal passed, and its change was announced. */
    changeVoted: z.strictObject({
      parameter: parameterNameSchema,
      value: signedAmountSchema,
      fromHeight: countSchema,
      council: councilIdSchema,
      proposal: countSchema,
    }),
    changeCancelled: z.strictObject({ parameter: parameterNameSchema, value: signedAmountSchema, by: accountSchema }),
    breakerReset: z.strictObject({
      module: moduleNameSchema,
      tally: z.string().max(128),
      reference: referenceSchema,
      by: accountSchema,
    }),
    modulePlanned: z.strictObject({
      module: moduleNameSchema,
      version: countSchema,
      fromHeight: countSchema,
      by: accountSchema,
    }),
    modulePlanCancelled: z.strictObject({ module: moduleNameSchema, version: countSchema, by: accountSchema }),
  },
  ["changeProposed", "changeVoted", "changeCancelled", "modulePlanned", "modulePlanCancelled"],
);
