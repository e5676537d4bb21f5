// The windows of a scheme.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { schemeNumberSchema, windowNumberSchema, windowSchema } from "../schemas.ts";
import { windows as table } from "../tables.ts";

export const windows = defineQuery({
  summary: "The windows of a scheme that are kept, by number.",
  readers: "supervisor",
  params: z.strictObject({ scheme: schemeNumberSchema, ...pageParams }),
  result: pageOf(z.strictObject({ number: windowNumberSchema, window: windowSchema })),
  answer: ({ state }, { scheme, after, limit }) =>
    readPage(
      table.scan(state, { within: [scheme], after }),
      limit,
      ({ parts, value }) => ({ number: Number(parts[1]), window: value }),
      ({ parts }) => parts[1] ?? "",
    ),
});
