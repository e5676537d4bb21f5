// One delivery right, and what it counts for now.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requireRight } from "../rights/book.ts";
import { rightNumberSchema, rightSchema } from "../rights/schemas.ts";
import { countedNano } from "../rights/valuing.ts";
import { rights } from "../tables.ts";

export const right = defineQuery({
  summary: "One delivery right: what it promises, its bond, the highest bid, and what it counts for in total coverage.",
  readers: "public",
  params: z.strictObject({ right: rightNumberSchema }),
  result: z.strictObject({ right: rightSchema, countedNano: amountSchema }),
  proves: ({ right: number }) => rights.key(number),
  answer({ state }, { right: number }) {
    const row = requireRight(state, number);
    return { right: row, countedNano: countedNano(state, row) };
  },
});
