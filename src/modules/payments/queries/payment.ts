// One payment, with everything that happened to it.
import { z } from "zod";
import { bytesToHex } from "#src/crypto/hex.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requirePayment } from "../deciding.ts";
import { paymentSchema, uetrSchema } from "../schemas.ts";
import { payments } from "../tables.ts";

export const payment = defineQuery({
  summary: "One payment by its UETR: terms, state, and every step with height and time; a closed one for a while.",
  params: z.strictObject({ uetr: uetrSchema }),
  result: paymentSchema,
  proves: ({ uetr }) => payments.key(bytesToHex(uetr)),
  answer: ({ state }, { uetr }) => requirePayment(state, uetr),
});
