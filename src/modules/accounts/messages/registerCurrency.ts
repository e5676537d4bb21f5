// A governor admits a partner currency and names its issuer.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { read } from "../access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { currencies, currencyCodes } from "../tables.ts";

export const registerCurrency = defineMessage({
  summary: "Admits a currency, with its decimals and its one issuer.",
  actors: ["governor"],
  schema: z.strictObject({ currency: currencySchema, decimals: z.int().min(0).max(18), issuer: accountSchema }),
  work: 60,
  handle({ state, actor, emit }, { currency, decimals, issuer }) {
    authority.requireRole(state, actor, "governor");
    if (currencies.has(state, currency)) throw refusals.currencyKnown({ currency });
    read.requireAccount(state, issuer);
    const codes = read.currencyCodes(state);
    if (codes.length >= limits.currenciesMax) throw refusals.tooManyCurrencies({});

    currencies.put(state, currency, { decimals, issuer });
    currencyCodes.put(state, [...codes, currency]);
    emit(events.currencyRegistered({ currency, settings: { decimals, issuer } }));
  },
});
