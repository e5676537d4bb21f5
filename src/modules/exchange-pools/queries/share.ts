// An account's shares of a pool.
import { z } from "zod";
import { accountSchema, amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { poolNumberSchema } from "../schemas.ts";
import { shares } from "../tables.ts";

export const share = defineQuery({
  summary: "How many shares of a pool an account has; zero where it has none.",
  readers: party("account"),
  params: z.strictObject({ pool: poolNumberSchema, account: accountSchema }),
  result: z.strictObject({ shares: amountSchema }),
  proves: ({ pool, account }) => shares.key(pool, account),
  answer: ({ state }, { pool, account }) => ({ shares: shares.get(state, pool, account) ?? 0n }),
});
