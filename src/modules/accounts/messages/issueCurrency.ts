// The issuer of a partner currency makes money of its own.
import { z } from "zod";
import { accountSchema, amountSchema, currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { isModuleAccount } from "#src/machine/moduleAccount.ts";
import { create, read } from "../access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";

export const issueCurrency = defineMessage({
  summary: "Issues the sender's own currency to an account.",
  actors: ["currency issuer"],
  schema: z.strictObject({ currency: currencySchema, to: accountSchema, amount: positiveAmountSchema }),
  result: z.strictObject({ supply: amountSchema }),
  work: 30,
  handle({ state, actor, emit }, { currency, to, amount }) {
    if (read.requireCurrency(state, currency).issuer !== actor) throw refusals.notCurrencyAuthority({ currency });
    if (isModuleAccount(to)) throw refusals.ledgerAccount({ account: to });

    create.issue(state, { currency, account: to, amount });
    emit(events.currencyIssued({ currency, account: to, amount }));
    return { supply: read.supply(state, currency) };
  },
});
