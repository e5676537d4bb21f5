// Whether a payment could be made now, and what it would be refused by.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { read } from "../access.ts";
import { corridorIdSchema, paymentKindSchema, purposeSchema, sideSchema } from "../schemas.ts";

export const judgement = defineQuery({
  summary: "Whether a payment in one currency could be made now; if not, the code of the refusal and its sentence.",
  readers: party("payer"),
  params: z.strictObject({
    corridor: corridorIdSchema,
    payer: accountSchema,
    payee: accountSchema,
    kind: paymentKindSchema,
    purpose: purposeSchema,
    ...sideSchema.shape,
  }),
  result: z.strictObject({ isPermitted: z.boolean(), code: z.string().optional(), text: z.string().optional() }),
  answer({ state }, { currency, amount, ...payment }) {
    const side = { currency, amount };
    const refusal = read.judge(state, { ...payment, source: side, destination: side });
    if (refusal === undefined) return { isPermitted: true };
    const { code, text } = refusal.definition;
    return { isPermitted: false, code, text };
  },
});
