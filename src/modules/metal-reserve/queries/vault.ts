// One vault as it is registered.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { vaultIdSchema, vaultSchema } from "../schemas.ts";
import { vaults } from "../tables.ts";
import { requireVault } from "../vaults.ts";

export const vault = defineQuery({
  summary: "One vault: operator, country, auditors, load-out capacity.",
  readers: "public",
  params: z.strictObject({ vault: vaultIdSchema }),
  result: vaultSchema,
  proves: ({ vault: name }) => vaults.key(name),
  answer({ state }, { vault: name }) {
    const { auditors, ...settings } = requireVault(state, name);
    return { ...settings, auditors: [...auditors] };
  },
});
