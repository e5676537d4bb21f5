// All vaults.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { vaultIdSchema, vaultSchema } from "../schemas.ts";
import { vaults as rows } from "../tables.ts";

export const vaults = defineQuery({
  summary: "All vaults, by name.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ vault: vaultIdSchema, ...vaultSchema.shape })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      rows.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ ...value, vault: parts[0] ?? "", auditors: [...value.auditors] }),
      ({ parts }) => parts[0] ?? "",
    ),
});
