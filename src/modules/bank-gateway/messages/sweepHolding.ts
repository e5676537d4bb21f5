// Anybody has a customer's holding looked at: after a limit was lowered, nothing else does until the next credit.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { watch } from "#src/modules/accounts/access.ts";
import { requireLink } from "../linking.ts";

export const sweepHolding = defineMessage({
  summary: "Has a customer's holding compared with its limit at the end of the block, as after a credit.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, customer: accountSchema }),
  work: 150,
  handle({ state }, { currency, customer }) {
    requireLink(state, currency, customer);

    watch.list(state, currency, customer);
  },
});
