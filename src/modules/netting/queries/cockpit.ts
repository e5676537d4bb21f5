// One currency at a glance: what banks paid on a day, how fast, with how much liquidity, and what waits now.
import { z } from "zod";
import { currencySchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { currencyDayOf, indicatorsOf, requireDay } from "../days.ts";
import { currencyDaySchema, indicatorsSchema, queuedTotalSchema } from "../schemas.ts";
import { queuedTotals } from "../tables.ts";

export const cockpit = defineQuery({
  summary: "What banks paid in a currency on a day, its turnover, delay and shares by step, and all that waits now.",
  readers: "public",
  params: z.strictObject({ currency: currencySchema, dayMs: timeMsSchema.optional() }),
  result: z.strictObject({ day: currencyDaySchema, indicators: indicatorsSchema, queuedNow: queuedTotalSchema }),
  answer({ state }, { currency, dayMs }) {
    accounts.requireCurrency(state, currency);
    const day = currencyDayOf(state, currency, requireDay(state, dayMs));
    return {
      day,
      indicators: indicatorsOf(day, day.liquidityUsed),
      queuedNow: queuedTotals.get(state, currency) ?? { legs: 0, amount: 0n },
    };
  },
});
