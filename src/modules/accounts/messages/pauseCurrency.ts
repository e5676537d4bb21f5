// A currency's authority stops all transfers of it.
import { z } from "zod";
import { currencySchema, noteSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read } from "../access.ts";
import { events } from "../events.ts";
import { requireCurrencyAuthority } from "../freezes.ts";
import { refusals } from "../refusals.ts";
import { currencies } from "../tables.ts";

export const pauseCurrency = defineMessage({
  summary: "Stops all transfers of a currency, under a legal reference.",
  actors: ["issuer", "currency issuer"],
  schema: z.strictObject({ currency: currencySchema, reference: noteSchema.min(1) }),
  work: 40,
  handle({ state, actor, emit }, { currency, reference }) {
    requireCurrencyAuthority(state, actor, currency);
    const settings = read.requireCurrency(state, currency);
    if (settings.pausedReference !== undefined) {
      throw refusals.currencyPaused({ currency, reference: settings.pausedReference });
    }

    currencies.put(state, currency, { ...settings, pausedReference: reference });
    emit(events.currencyPaused({ currency, by: actor, reference }));
  },
});
