// A governor names the partner currencies that count as cover.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { reserveAccount } from "../books.ts";
import { requireReserveCurrencies } from "../currencies.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { reserveCurrenciesSchema } from "../schemas.ts";
import { reserveCurrencies } from "../tables.ts";

export const setReserveCurrencies = defineMessage({
  summary: "Names the partner currencies that the reserve takes, each with the feed that prices it and a haircut.",
  actors: ["governor"],
  schema: z.strictObject({ currencies: reserveCurrenciesSchema }),
  work: 100,
  handle({ state, actor, emit }, { currencies }) {
    authority.requireRole(state, actor, "governor");
    requireReserveCurrencies(state, currencies);
    for (const { currency } of reserveCurrencies.get(state) ?? []) {
      const amount = accounts.balance(state, currency, reserveAccount);
      const stays = currencies.some((named) => named.currency === currency);
      if (!stays && amount > 0n) throw refusals.currencyStillHeld({ currency, amount });
    }

    reserveCurrencies.put(state, currencies);
    emit(events.reserveCurrenciesSet({ currencies, by: actor }));
  },
});
