// All rebalances.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { type Rebalance, rebalanceSchema } from "../schemas.ts";
import { rebalances as stored } from "../tables.ts";

export const rebalances = defineQuery({
  summary: "The rebalances that there are, oldest first.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(rebalanceSchema),
  answer: ({ state }, { after, limit }) =>
    readPage(
      stored.scan(state, { after }),
      limit,
      ({ value }) => value as Rebalance,
      ({ parts }) => parts[0] ?? "",
    ),
});
