// A payer takes one of its limits back.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { limitsOf, putLimits, withoutLimit } from "../limiting.ts";
import { refusals } from "../refusals.ts";

export const removeLimit = defineMessage({
  summary: "Removes the limit towards one counterparty, or the one towards all.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, counterparty: accountSchema.optional() }),
  work: 80,
  handle({ state, actor, emit }, { currency, counterparty }) {
    const after = withoutLimit(limitsOf(state, currency, actor), counterparty);
    if (after === undefined) throw refusals.unknownLimit({ currency });

    putLimits(state, currency, actor, after);
    emit(events.limitRemoved({ account: actor, currency, ...(counterparty && { counterparty }) }));
  },
});
