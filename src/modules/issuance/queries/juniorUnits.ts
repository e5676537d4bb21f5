// The junior units of an account at the block's time.
import { z } from "zod";
import { accountSchema, amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { readHolding } from "../juniors.ts";
import { juniorHoldings } from "../tables.ts";

export const juniorUnits = defineQuery({
  summary: "The junior units of an account and what was distributed on them and not yet claimed.",
  readers: party("account"),
  params: z.strictObject({ account: accountSchema }),
  result: z.strictObject({ units: amountSchema, owedMicroKdg: amountSchema }),
  proves: ({ account }) => juniorHoldings.key(account),
  answer({ state }, { account }) {
    accounts.requireAccount(state, account);
    const { units, owedMicroKdg } = readHolding(state, account);
    return { units, owedMicroKdg };
  },
});
