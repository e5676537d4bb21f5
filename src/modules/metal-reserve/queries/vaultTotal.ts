// How much of one metal one vault holds.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { metalSchema, totalSchema, vaultIdSchema } from "../schemas.ts";
import { vaultTotals } from "../tables.ts";
import { requireMetal, requireVault } from "../vaults.ts";

export const vaultTotal = defineQuery({
  summary: "What one vault holds of one metal, and how much of it the reserve owns.",
  readers: "public",
  params: z.strictObject({ vault: vaultIdSchema, metal: metalSchema }),
  result: totalSchema,
  proves: ({ vault, metal }) => vaultTotals.key(vault, metal),
  answer({ state }, { vault, metal }) {
    requireVault(state, vault);
    requireMetal(state, metal);
    const total = vaultTotals.get(state, vault, metal);
    if (total === undefined) throw refusals.unknownTotal({ vault, metal });
    return total;
  },
});
