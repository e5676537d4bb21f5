// A final payment. The busiest message of the ledger: one transfer, one event, no row of its own.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { move } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { legSchema, referenceShape } from "../schemas.ts";

export const pay = defineMessage({
  summary: "Pays an amount, finally and at once.",
  actors: "anyone",
  schema: z.strictObject({ ...legSchema.shape, ...referenceShape }),
  work: 20,
  handle({ state, actor, emit }, payment) {
    const { currency, to, amount } = payment;
    if (to === actor) throw refusals.payeeIsPayer({});
    move.pay(state, { currency, from: actor, to, amount });
    emit(events.paymentSettled({ from: actor, ...payment }));
  },
});
