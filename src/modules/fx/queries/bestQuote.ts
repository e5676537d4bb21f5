// What a quote would be now, without taking it.
import { z } from "zod";
import { accountSchema, amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { read } from "../access.ts";
import { askedShape, quoteSchema } from "../schemas.ts";

export const bestQuote = defineQuery({
  summary: "The best quote for a payment now, with the corridor's fee, and what the corridor would refuse it by.",
  readers: party("payer"),
  params: z.strictObject({ payer: accountSchema, ...askedShape }),
  result: z.strictObject({
    hops: quoteSchema.shape.hops,
    paid: amountSchema,
    delivered: amountSchema,
    /** On top of what is paid, in the same currency. */
    fee: amountSchema,
    refusedBy: z.string().optional(),
  }),
  answer({ state }, { payer, ...asked }) {
    const { hops, paid, delivered, refusal } = read.bestRoute(state, payer, asked);
    const { fee } = corridors.fee(state, asked.corridor, paid);
    return { hops: [...hops], paid, delivered, fee, ...(refusal && { refusedBy: refusal.definition.code }) };
  },
});
