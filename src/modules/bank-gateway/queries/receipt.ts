// What a reference was used for.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { receiptSchema, referenceSchema } from "../schemas.ts";
import { receipts } from "../tables.ts";

export const receipt = defineQuery({
  summary: "What a reference of the reserve system was used for on a channel, or nothing.",
  readers: party("receipt.bank"),
  params: z.strictObject({ currency: currencySchema, reference: referenceSchema }),
  result: z.strictObject({ receipt: receiptSchema.optional() }),
  proves: ({ currency, reference }) => receipts.key(currency, reference),
  answer({ state }, { currency, reference }) {
    const row = receipts.get(state, currency, reference);
    return row === undefined ? {} : { receipt: row };
  },
});
