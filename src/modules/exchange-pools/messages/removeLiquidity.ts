// An owner of shares takes its part out of a pool: always possible, whatever prices, consents or zones say.
import { z } from "zod";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { amountsByPlace, payOut, requirePool } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { partsOf } from "../rules.ts";
import { poolNumberSchema, sidesSchema } from "../schemas.ts";
import { shares as sharesTable } from "../tables.ts";

export const removeLiquidity = defineMessage({
  summary: "Gives shares of a pool up for the same part of each of its currencies.",
  actors: "anyone",
  schema: z.strictObject({
    pool: poolNumberSchema,
    shares: positiveAmountSchema,
    /** The least of some currencies for which the sender does it. */
    amountsLeast: sidesSchema.optional(),
  }),
  result: z.strictObject({ amounts: sidesSchema }),
  work: 300,
  handle({ state, actor }, { pool: number, shares, amountsLeast = [] }) {
    const pool = requirePool(state, number);
    const held = sharesTable.get(state, number, actor) ?? 0n;
    if (shares > held) throw refusals.sharesShort({ held });
    const reserves = pool.reserves.map(({ amount }) => amount);
    const parts = partsOf(reserves, shares, pool.shares);
    for (const [at, least] of amountsByPlace(pool, amountsLeast).entries()) {
      const [amount, currency] = [parts[at] ?? 0n, pool.reserves[at]?.currency ?? ""];
      if (amount < least) throw refusals.lessThanAsked({ currency, amount });
    }

    return { amounts: payOut(state, number, { pool, owner: actor, shares }) };
  },
});
