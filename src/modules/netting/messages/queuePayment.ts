// A payer hands in a payment, which settles at once where it can, and waits in the payer's queue where it cannot.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { legSchema, outcomeSchema, termsShape } from "../schemas.ts";
import { admit, enter, requireRoom, requireSoundTerms } from "../submitting.ts";

const { to, currency, amount } = legSchema.shape;

export const queuePayment = defineMessage({
  summary:
    "Pays at once if nothing is before it and the money is there, or waits in the payer's queue until it expires.",
  actors: "anyone",
  schema: z.strictObject({ to, currency, amount, ...termsShape }),
  result: outcomeSchema,
  work: 100,
  handle({ state, actor }, { to: payee, currency: paid, amount: sum, ...terms }) {
    const item = { legs: [{ from: actor, to: payee, currency: paid, amount: sum }], ...terms };
    requireSoundTerms(state, item);
    const settled = admit(state, item, () => requireRoom(state, actor, item));

    return enter(state, item, settled);
  },
});
