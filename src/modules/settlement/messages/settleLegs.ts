// Several payments of one payer that settle together or not at all.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { move } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { legSchema, referenceShape } from "../schemas.ts";

/** Enough for a payment with its fees, taxes and shares; longer lists are batches. */
const legsMax = 32;

export const settleLegs = defineMessage({
  summary: "Pays several amounts, in one or more currencies, all or none; one item of a batch can be such a group.",
  actors: "anyone",
  schema: z.strictObject({ legs: z.array(legSchema).min(1).max(legsMax), ...referenceShape }),
  work: ({ legs }) => 5 + 20 * legs.length,
  handle({ state, actor, emit }, { legs, ...references }) {
    for (const { currency, to, amount } of legs) {
      if (to === actor) throw refusals.payeeIsPayer({});
      move.pay(state, { currency, from: actor, to, amount });
      emit(events.paymentSettled({ from: actor, currency, to, amount, ...references }));
    }
  },
});
