// Anyone gives partner currency to the reserve, for nothing: how a reserve is made whole.
import { z } from "zod";
import { currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts, move } from "#src/modules/accounts/access.ts";
import { reserveAccount } from "../books.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { reserveCurrencies } from "../tables.ts";

export const fundReserve = defineMessage({
  summary: "Gives partner currency to the reserve; nothing is issued for it.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, amount: positiveAmountSchema }),
  result: z.strictObject({ heldAmount: positiveAmountSchema }),
  work: 60,
  handle({ state, actor, emit }, { currency, amount }) {
    const isTaken = (reserveCurrencies.get(state) ?? []).some((named) => named.currency === currency);
    if (!isTaken) throw refusals.currencyNotInReserve({ currency });

    move.transfer(state, { currency, from: actor, to: reserveAccount, amount });
    emit(events.reserveFunded({ account: actor, currency, amount }));
    return { heldAmount: accounts.balance(state, currency, reserveAccount) };
  },
});
