// A bank asks for money against reserves that it transfers.
import { z } from "zod";
import { currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { requireBank, requireChannel, requireNotPaused } from "../channels.ts";
import { openRequest, requireFewRequests, requireSize, requireUnused } from "../requesting.ts";
import { referenceSchema, requestNumberSchema, requestSchema } from "../schemas.ts";

export const requestIssuance = defineMessage({
  summary: "Asks for newly issued money against reserves pledged under a reference, which the reserve agent attests.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, amount: positiveAmountSchema, reference: referenceSchema }),
  result: z.strictObject({
    request: requestNumberSchema,
    ...requestSchema.pick({ status: true, expiresMs: true }).shape,
  }),
  work: 200,
  handle({ state, actor }, { currency, amount, reference }) {
    requireNotPaused(requireChannel(state, currency));
    requireBank(state, actor, currency);
    requireFewRequests(state, currency, actor);
    requireUnused(state, currency, reference);
    const asked = { kind: "issuance", bank: actor, amount } as const;
    requireSize(state, currency, asked);

    return openRequest(state, currency, { ...asked, status: "open", reference });
  },
});
