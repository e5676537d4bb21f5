// The bank of a customer.
import { z } from "zod";
import { accountSchema, amountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireLimit, requireLink } from "../linking.ts";
import { pulledOn } from "../rules.ts";
import { linkSchema } from "../schemas.ts";
import { links } from "../tables.ts";

export const link = defineQuery({
  summary: "The bank of a customer in a currency, its limit now, and what its payments have pulled today.",
  readers: party(["customer", "bank"]),
  params: z.strictObject({ currency: currencySchema, customer: accountSchema }),
  result: z.strictObject({ ...linkSchema.shape, limit: amountSchema, pulledToday: amountSchema }),
  proves: ({ currency, customer }) => links.key(currency, customer),
  answer({ state }, { currency, customer }) {
    const row = requireLink(state, currency, customer);
    const limit = requireLimit(state, currency, row.className);
    return { ...row, limit, pulledToday: pulledOn(row, state.timeMs).amount };
  },
});
