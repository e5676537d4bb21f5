// The open draws of a pool.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { drawNumberSchema, drawSchema, poolNumberSchema } from "../schemas.ts";
import { draws as table } from "../tables.ts";

export const draws = defineQuery({
  summary: "The open draws of a pool, by number.",
  readers: "supervisor",
  params: z.strictObject({ pool: poolNumberSchema, ...pageParams }),
  result: pageOf(z.strictObject({ number: drawNumberSchema, draw: drawSchema })),
  answer: ({ state }, { pool, after, limit }) =>
    readPage(
      table.scan(state, { within: [pool], after }),
      limit,
      ({ parts, value }) => ({ number: Number(parts[1]), draw: value }),
      ({ parts }) => parts[1] ?? "",
    ),
});
