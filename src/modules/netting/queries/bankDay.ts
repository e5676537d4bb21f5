// One bank's day in a currency: what it paid and received, how long that waited, and the liquidity that it took.
import { z } from "zod";
import { accountSchema, currencySchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { bankDayOf, indicatorsOf, requireDay } from "../days.ts";
import { bankDaySchema, indicatorsSchema } from "../schemas.ts";

export const bankDay = defineQuery({
  summary: "What a bank paid and received in a currency on a day, with its turnover, delay and shares by step.",
  readers: party("account"),
  params: z.strictObject({ currency: currencySchema, account: accountSchema, dayMs: timeMsSchema.optional() }),
  result: z.strictObject({ day: bankDaySchema, indicators: indicatorsSchema }),
  answer({ state }, { currency, account, dayMs }) {
    accounts.requireCurrency(state, currency);
    const day = bankDayOf(state, currency, account, requireDay(state, dayMs));
    return { day, indicators: indicatorsOf(day, day.largestNetDebit) };
  },
});
