// A payer says what its queued items leave on the balance: for direct payments, and for urgent items.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts, tie } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { earmarksSchema } from "../schemas.ts";
import { earmarks, rests } from "../tables.ts";

export const setEarmarks = defineMessage({
  summary:
    "Sets what queued items leave on the balance: an amount for direct payments, and one on top for urgent items.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, ...earmarksSchema.shape }),
  work: 60,
  handle({ state, actor, emit }, { currency, direct, urgent }) {
    accounts.requireCurrency(state, currency);

    const wasSet = earmarks.has(state, currency, actor);
    const isSet = direct > 0n || urgent > 0n;
    if (isSet) earmarks.put(state, currency, actor, { direct, urgent });
    else earmarks.delete(state, currency, actor);
    if (isSet && !wasSet) tie.add(state, actor);
    if (wasSet && !isSet) tie.remove(state, actor);
    rests.delete(state);
    emit(events.earmarksSet({ account: actor, currency, direct, urgent }));
  },
});
