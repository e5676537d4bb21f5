// Which payments a bank accepts at once.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { corridorIdSchema } from "#src/modules/corridors/access.ts";
import { standingSchema } from "../schemas.ts";
import { standings } from "../tables.ts";

export const standingAcceptance = defineQuery({
  summary: "Which payments of a corridor a bank accepts at once.",
  readers: "public",
  params: z.strictObject({ account: accountSchema, corridor: corridorIdSchema }),
  result: standingSchema,
  proves: ({ account, corridor }) => standings.key(account, corridor),
  answer: ({ state }, { account, corridor }) =>
    standings.get(state, account, corridor) ?? { customer: false, interbank: false },
});
