// One validator by its address.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireKnown } from "../planning.ts";
import { addressSchema, validatorSchema } from "../schemas.ts";
import { validators } from "../tables.ts";

export const validator = defineQuery({
  summary: "One validator: key, power, status, and what is planned.",
  readers: "public",
  params: z.strictObject({ validator: addressSchema }),
  result: validatorSchema,
  proves: (params) => validators.key(params.validator),
  answer: ({ state }, { validator: address }) => requireKnown(state, address),
});
