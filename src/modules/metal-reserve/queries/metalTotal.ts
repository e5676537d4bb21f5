// How much of one metal all vaults hold.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { defineQuery } from "#src/machine/query.ts";
import { metalSchema, totalSchema } from "../schemas.ts";
import { metalTotals } from "../tables.ts";
import { requireMetal } from "../vaults.ts";

export const metalTotal = defineQuery({
  summary: "What all vaults hold of one metal, and how much of it the reserve owns.",
  readers: "public",
  params: z.strictObject({ metal: metalSchema }),
  result: totalSchema,
  proves: ({ metal }) => metalTotals.key(metal),
  answer({ state }, { metal }) {
    requireMetal(state, metal);
    return present(metalTotals.get(state, metal), "a metal has a total");
  },
});
