// All pools.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { poolNumberSchema, poolSchema } from "../schemas.ts";
import { pools as table } from "../tables.ts";

export const pools = defineQuery({
  summary: "All pools, proposed and open, by number.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ number: poolNumberSchema, pool: poolSchema })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      table.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ number: Number(parts[0]), pool: value }),
      ({ parts }) => parts[0] ?? "",
    ),
});
