// One pool.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requirePool } from "../pooling.ts";
import { poolNumberSchema, poolSchema } from "../schemas.ts";
import { pools } from "../tables.ts";

export const pool = defineQuery({
  summary: "A pool: its terms, what it has of each currency, whose central banks consent, and all its shares.",
  readers: "public",
  params: z.strictObject({ pool: poolNumberSchema }),
  result: poolSchema,
  proves: (params) => pools.key(params.pool),
  answer: ({ state }, { pool: number }) => requirePool(state, number),
});
