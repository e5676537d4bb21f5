// One payment, with everything that happened to it.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireKept } from "../deciding.ts";
import { paymentSchema, uetrTextSchema } from "../schemas.ts";
import { payments } from "../tables.ts";

export const payment = defineQuery({
  summary: "One payment by its UETR: terms, state, and every step with height and time; a closed one for a while.",
  readers: party(["payer", "terms.payee", "hops.provider"], ["source.currency", "destination.currency"]),
  params: z.strictObject({ uetr: uetrTextSchema }),
  result: paymentSchema,
  proves: ({ uetr }) => payments.key(uetr),
  answer: ({ state }, { uetr }) => requireKept(state, uetr),
});
