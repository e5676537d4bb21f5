// All policies.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { type Policy, policySchema } from "../schemas.ts";
import { policies as stored } from "../tables.ts";

export const policies = defineQuery({
  summary: "The policies that there are, oldest first.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(policySchema),
  answer: ({ state }, { after, limit }) =>
    readPage(
      stored.scan(state, { after }),
      limit,
      ({ value }) => value as Policy,
      ({ parts }) => parts[0] ?? "",
    ),
});
