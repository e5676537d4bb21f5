// A payer bounds what may flow out through its queues, net, to one other account or to all.
import { z } from "zod";
import { accountSchema, amountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { limitsOf, putLimits, withLimit } from "../limiting.ts";
import { refusals } from "../refusals.ts";

export const setLimit = defineMessage({
  summary: "Bounds what flows out net through the queues to one counterparty, or to all, counted from now on.",
  actors: "anyone",
  schema: z.strictObject({
    currency: currencySchema,
    /** To all of them together when absent. */
    counterparty: accountSchema.optional(),
    most: amountSchema,
  }),
  work: 80,
  handle({ state, actor, emit }, { currency, counterparty, most }) {
    accounts.requireCurrency(state, currency);
    if (counterparty === actor) throw refusals.counterpartyIsPayer({});
    if (counterparty !== undefined) accounts.requireAccount(state, counterparty);
    const after = withLimit(limitsOf(state, currency, actor), counterparty, most);

    putLimits(state, currency, actor, after);
    emit(events.limitSet({ account: actor, currency, ...(counterparty && { counterparty }), most }));
  },
});
