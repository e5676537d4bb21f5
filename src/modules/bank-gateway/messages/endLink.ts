// A bank lets a customer go, or a customer that holds nothing leaves.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { removeLink, requireLink } from "../linking.ts";
import { refusals } from "../refusals.ts";

export const endLink = defineMessage({
  summary: "Ends a customer's link: by its bank at any time, or by the customer once it holds nothing of the currency.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, customer: accountSchema }),
  work: 120,
  handle({ state, actor }, { currency, customer }) {
    const { bank } = requireLink(state, currency, customer);
    if (actor !== bank && actor !== customer) throw refusals.notParty({ currency });
    const amount = accounts.balance(state, currency, customer);
    if (actor !== bank && amount > 0n) throw refusals.holdingLeft({ amount });

    removeLink(state, currency, customer, bank, actor);
  },
});
