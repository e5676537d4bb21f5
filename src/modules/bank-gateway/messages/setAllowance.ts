// A bank sets what a customer's payments may pull from it.
import { z } from "zod";
import { accountSchema, amountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { requireLink } from "../linking.ts";
import { refusals } from "../refusals.ts";
import { links } from "../tables.ts";

export const setAllowance = defineMessage({
  summary: "Sets what a customer's payments of a day may pull from its bank; at once, up or down.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, customer: accountSchema, pullPerDayMost: amountSchema }),
  work: 80,
  handle({ state, actor, emit }, { currency, customer, pullPerDayMost }) {
    const link = requireLink(state, currency, customer);
    if (link.bank !== actor) throw refusals.notParty({ currency });

    links.put(state, currency, customer, { ...link, pullPerDayMost });
    emit(events.allowanceSet({ currency, customer, bank: actor, pullPerDayMost }));
  },
});
