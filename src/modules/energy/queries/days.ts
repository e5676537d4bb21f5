// All days that records touched.
import { z } from "zod";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { daySchema } from "../days/schemas.ts";
import { days as rows } from "../tables.ts";

export const days = defineQuery({
  summary:
    "All UTC days that records touched: when each opened, closes or closed, and how many of its hours are matched.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ dayMs: timeMsSchema, ...daySchema.shape })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      rows.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ ...value, dayMs: Number(parts[0]) }),
      ({ parts }) => parts[0] ?? "",
    ),
});
