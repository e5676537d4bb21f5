// The members of a scheme.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { memberSchema, schemeNumberSchema } from "../schemas.ts";
import { members as table } from "../tables.ts";

export const members = defineQuery({
  summary: "The members of a scheme and those invited, by account.",
  readers: "supervisor",
  params: z.strictObject({ scheme: schemeNumberSchema, ...pageParams }),
  result: pageOf(z.strictObject({ account: accountSchema, member: memberSchema })),
  answer: ({ state }, { scheme, after, limit }) =>
    readPage(
      table.scan(state, { within: [scheme], after }),
      limit,
      ({ parts, value }) => ({ account: accountSchema.parse(parts[1]), member: value }),
      ({ parts }) => parts[1] ?? "",
    ),
});
