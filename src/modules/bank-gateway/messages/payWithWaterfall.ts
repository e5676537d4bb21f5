// A customer pays, and what it lacks comes from its bank.
import { z } from "zod";
import { maximum } from "#src/core/arithmetic.ts";
import { accountSchema, amountSchema, currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts, move } from "#src/modules/accounts/access.ts";
import { requireChannel, requireNotPaused } from "../channels.ts";
import { events } from "../events.ts";
import { requireLink } from "../linking.ts";
import { refusals } from "../refusals.ts";
import { pulledOn } from "../rules.ts";
import { links } from "../tables.ts";

export const payWithWaterfall = defineMessage({
  summary:
    "Pays out of the customer's balance, and what it lacks out of its bank's, as far as the bank allows for the day.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, to: accountSchema, amount: positiveAmountSchema }),
  result: z.strictObject({ pulled: amountSchema }),
  work: 250,
  handle({ state, actor, emit }, { currency, to, amount }) {
    const link = requireLink(state, currency, actor);
    if (to === actor) throw refusals.ownPayee({});
    const { bank } = link;
    const pulled = maximum(0n, amount - accounts.balance(state, currency, actor));
    const today = pulledOn(link, state.timeMs);
    const left = maximum(0n, link.pullPerDayMost - today.amount);
    if (pulled > 0n) requireNotPaused(requireChannel(state, currency));
    if (pulled > left) throw refusals.pullExceeded({ left });

    // Nothing is asked of a bank that is not needed: frozen as it may be, its customers have their own money.
    if (pulled > 0n) move.transfer(state, { currency, from: bank, to: actor, amount: pulled });
    move.pay(state, { currency, from: actor, to, amount });
    if (pulled > 0n) {
      const after = { day: today.day, amount: today.amount + pulled };
      links.put(state, currency, actor, { ...link, pulled: after });
    }
    emit(events.paymentMade({ currency, from: actor, to, amount, pulled, bank }));
    return { pulled };
  },
});
