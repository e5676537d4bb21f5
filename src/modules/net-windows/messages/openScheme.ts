// The issuer of a currency opens a scheme in it.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts, tie } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { changeCounts, noSchemes } from "../membership.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { pauseMsSchema, schemeNumberSchema, windowMsSchema } from "../schemas.ts";
import { nextSchemes, schemeCounts, schemes } from "../tables.ts";

export const openScheme = defineMessage({
  summary: "Opens a scheme of net settlement in the sender's currency and names its operator.",
  actors: ["currency issuer"],
  schema: z.strictObject({
    currency: currencySchema,
    operator: accountSchema,
    windowMs: windowMsSchema,
    pauseMs: pauseMsSchema,
  }),
  result: z.strictObject({ scheme: schemeNumberSchema }),
  work: 60,
  handle({ state, actor, emit }, { currency, operator, windowMs, pauseMs }) {
    if (accounts.requireCurrency(state, currency).issuer !== actor) throw refusals.notIssuer({ currency });
    accounts.requireCanHold(state, operator);
    if (pauseMs > windowMs) throw refusals.pauseTooLong({ windowMs });
    const count = schemeCounts.get(state, currency) ?? noSchemes;
    const most = Number(parameters.schemesMost.get(state));
    if (count.open >= most) throw refusals.tooManySchemes({ most });
    // Schemes that are being closed take no place, but must not grow for ever.
    const closingMost = limits.netSchemesClosingMax;
    if (count.closing >= closingMost) throw refusals.tooManySchemes({ most: closingMost });

    const scheme = nextSchemes.get(state) ?? 1;
    nextSchemes.put(state, scheme + 1);
    changeCounts(state, currency, { open: 1 });
    tie.add(state, operator);
    schemes.put(state, scheme, {
      ...{ currency, operator, status: "open", openedMs: state.timeMs, windowMs, pauseMs },
      ...{ windows: 0, oldest: 1, uncovered: 0n, shares: 0n },
    });
    emit(events.schemeOpened({ scheme, currency, operator, windowMs, pauseMs }));
    return { scheme };
  },
});
