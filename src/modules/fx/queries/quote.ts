// One open quote.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireQuote } from "../quoting.ts";
import { quoteNumberSchema, quoteSchema } from "../schemas.ts";
import { quotes } from "../tables.ts";

export const quote = defineQuery({
  summary: "An open quote: who pays whom, by which exchanges, and when it expires.",
  readers: party(["payer", "hops.provider"], ["hops.paid.currency", "hops.delivered.currency"]),
  params: z.strictObject({ number: quoteNumberSchema }),
  result: quoteSchema,
  proves: ({ number }) => quotes.key(number),
  answer: ({ state }, { number }) => requireQuote(state, number),
});
