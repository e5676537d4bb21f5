// A bank offers an account to be its bank.
import { z } from "zod";
import { accountSchema, amountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { positionOf, requireBank, requireChannel, requireNotPaused } from "../channels.ts";
import { events } from "../events.ts";
import { addCustomer, requireLimit } from "../linking.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { classNameSchema } from "../schemas.ts";
import { offers } from "../tables.ts";

export const offerLink = defineMessage({
  summary:
    "Offers an account to be its bank in a currency, in a class with its holding limit, and what payments may pull.",
  actors: "anyone",
  schema: z.strictObject({
    currency: currencySchema,
    customer: accountSchema,
    className: classNameSchema,
    pullPerDayMost: amountSchema,
  }),
  work: 150,
  handle({ state, actor, emit }, { currency, customer, className, pullPerDayMost }) {
    requireNotPaused(requireChannel(state, currency));
    requireBank(state, actor, currency);
    requireLimit(state, currency, className);
    accounts.requireCanHold(state, customer);
    if (corridors.isParticipant(state, currency, customer)) throw refusals.customerIsBank({ currency });
    if (offers.has(state, currency, customer, actor)) throw refusals.offerKnown({ currency });
    const most = Number(parameters.customersMost.get(state));
    if (positionOf(state, currency, actor).customers >= most) throw refusals.tooManyCustomers({ most });

    offers.put(state, currency, customer, actor, { className, pullPerDayMost });
    addCustomer(state, currency, actor);
    emit(events.linkOffered({ currency, customer, bank: actor, className, pullPerDayMost }));
  },
});
