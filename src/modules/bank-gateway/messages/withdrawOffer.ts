// An offer that was not accepted is taken back, or turned down.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { removeOffer } from "../linking.ts";
import { refusals } from "../refusals.ts";
import { offers } from "../tables.ts";

export const withdrawOffer = defineMessage({
  summary: "Takes an offer back (its bank), or turns it down (the customer).",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, customer: accountSchema, bank: accountSchema }),
  work: 80,
  handle({ state, actor, emit }, { currency, customer, bank }) {
    if (!offers.has(state, currency, customer, bank)) throw refusals.unknownOffer({ currency });
    if (actor !== bank && actor !== customer) throw refusals.notParty({ currency });

    removeOffer(state, currency, customer, bank);
    emit(events.linkEnded({ currency, customer, bank, by: actor }));
  },
});
