// The room for money at the block's time.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { readSums } from "../books.ts";
import { roomAt } from "../rules.ts";
import { sumsSchema } from "../schemas.ts";
import { sums } from "../tables.ts";

export const room = defineQuery({
  summary: "The room that all proofs in force leave for money, and the sums from which it is computed.",
  readers: "public",
  params: z.strictObject({}),
  result: z.strictObject({ roomMicroKdg: amountSchema, sums: sumsSchema }),
  proves: () => sums.key(),
  answer({ state }) {
    const row = readSums(state);
    return { roomMicroKdg: roomAt(row, state.timeMs), sums: row };
  },
});
