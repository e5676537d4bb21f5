// What a pool would do for a payment now.
import { z } from "zod";
import { accountSchema, amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { requirePool } from "../pooling.ts";
import { paymentOf, requireOffer } from "../quoting.ts";
import { askedShape, offerShape, poolNumberSchema } from "../schemas.ts";

export const poolQuote = defineQuery({
  summary:
    "What a pool would give or ask for a payment now, with the corridor's fee, and what the corridor would refuse it by.",
  readers: party("payer"),
  params: z.strictObject({ pool: poolNumberSchema, payer: accountSchema, ...askedShape }),
  result: z.strictObject({
    ...offerShape,
    /** On top of what is paid, in the same currency. */
    fee: amountSchema,
    refusedBy: z.string().optional(),
  }),
  answer({ state }, { pool: number, payer, ...asked }) {
    const pool = requirePool(state, number);
    const { paid, delivered, kept } = requireOffer(state, pool, asked);
    const refusal = corridors.judge(state, paymentOf(pool, payer, asked, { paid, delivered }));
    const { fee } = corridors.fee(state, pool.corridor, paid);
    return { paid, delivered, kept, fee, ...(refusal && { refusedBy: refusal.definition.code }) };
  },
});
