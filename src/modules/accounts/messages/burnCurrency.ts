// The issuer of a partner currency destroys money that it holds.
import { z } from "zod";
import { amountSchema, currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { create, read } from "../access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";

export const burnCurrency = defineMessage({
  summary: "Takes the sender's own currency out of circulation, from the sender's balance.",
  actors: ["currency issuer"],
  schema: z.strictObject({ currency: currencySchema, amount: positiveAmountSchema }),
  result: z.strictObject({ supply: amountSchema }),
  work: 30,
  handle({ state, actor, emit }, { currency, amount }) {
    if (read.requireCurrency(state, currency).issuer !== actor) throw refusals.notCurrencyAuthority({ currency });

    create.burn(state, { currency, account: actor, amount });
    emit(events.currencyBurnt({ currency, account: actor, amount }));
    return { supply: read.supply(state, currency) };
  },
});
