// The head of a vault's bar list: what an auditor attests.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { defineQuery } from "#src/machine/query.ts";
import { countsOf } from "../books.ts";
import { barListSchema, countsSchema, vaultIdSchema } from "../schemas.ts";
import { barLists } from "../tables.ts";
import { requireVault } from "../vaults.ts";

export const barList = defineQuery({
  summary: "The hash of a vault's bar list and what it holds of each metal; the hash is what a proof shows.",
  readers: "public",
  params: z.strictObject({ vault: vaultIdSchema }),
  result: z.strictObject({ ...barListSchema.shape, counts: countsSchema }),
  proves: ({ vault }) => barLists.key(vault),
  answer({ state }, { vault }) {
    requireVault(state, vault);
    const list = present(barLists.get(state, vault), "a vault has a bar list");
    return { ...list, counts: countsOf(state, vault) };
  },
});
