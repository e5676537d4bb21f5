// The surplus: fees in KDG, the first to bear a loss.
import { z } from "zod";
import { accountSchema, amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { surplusAccount } from "../books.ts";
import { surplusMicroKdg } from "../money.ts";

export const surplus = defineQuery({
  summary: "The account of the surplus and what it holds; its balance is provable at accounts/balance.",
  readers: "public",
  params: z.strictObject({}),
  result: z.strictObject({ account: accountSchema, microKdg: amountSchema }),
  answer: ({ state }) => ({ account: surplusAccount, microKdg: surplusMicroKdg(state) }),
});
