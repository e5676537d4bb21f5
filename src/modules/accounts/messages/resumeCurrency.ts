// A currency's authority lets transfers go on.
import { z } from "zod";
import { currencySchema, noteSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read } from "../access.ts";
import { events } from "../events.ts";
import { requireCurrencyAuthority } from "../freezes.ts";
import { refusals } from "../refusals.ts";
import { currencies } from "../tables.ts";

export const resumeCurrency = defineMessage({
  summary: "Lets transfers of a paused currency go on.",
  actors: ["issuer", "currency issuer"],
  schema: z.strictObject({ currency: currencySchema, reference: noteSchema.min(1) }),
  work: 40,
  handle({ state, actor, emit }, { currency, reference }) {
    requireCurrencyAuthority(state, actor, currency);
    const { pausedReference, ...settings } = read.requireCurrency(state, currency);
    if (pausedReference === undefined) throw refusals.notPaused({ currency });

    currencies.put(state, currency, { ...settings, resumedMs: state.timeMs });
    emit(events.currencyResumed({ currency, by: actor, reference }));
  },
});
