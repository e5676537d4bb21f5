// A bank lets a customer go with what it holds, or a customer leaves and what it holds goes to the bank.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts, move } from "#src/modules/accounts/access.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { events } from "../events.ts";
import { removeLink, requireLink } from "../linking.ts";
import { refusals } from "../refusals.ts";

export const endLink = defineMessage({
  summary: "Ends a customer's link: by its bank at any time, or by the customer, whose holding then goes to the bank.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, customer: accountSchema }),
  work: 150,
  handle({ state, actor, emit }, { currency, customer }) {
    const { bank } = requireLink(state, currency, customer);
    if (actor !== bank && actor !== customer) throw refusals.notParty({ currency });
    const isLeaving = actor !== bank && !corridors.isParticipant(state, currency, customer);
    const amount = isLeaving ? accounts.balance(state, currency, customer) : 0n;

    // All of it goes, so that nobody keeps a customer by paying it a unit in each block, and no limit is left behind by leaving.
    if (amount > 0n) {
      move.transfer(state, { currency, from: customer, to: bank, amount });
      emit(events.excessPassed({ currency, customer, bank, amount, limit: 0n }));
    }
    removeLink(state, currency, customer, bank, actor);
  },
});
