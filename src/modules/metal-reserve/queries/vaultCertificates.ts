// The bar list of a vault: the metal certificates whose metal it holds.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { listedCertificate, listedCertificateSchema } from "../listing.ts";
import { vaultIdSchema } from "../schemas.ts";
import { keptCertificates } from "../tables.ts";
import { requireVault } from "../vaults.ts";

export const vaultCertificates = defineQuery({
  summary: "The metal certificates whose metal a vault holds, oldest first: its bar list, for whoever counts it.",
  readers: "supervisor",
  params: z.strictObject({ vault: vaultIdSchema, ...pageParams }),
  result: pageOf(listedCertificateSchema),
  answer({ state }, { vault, after, limit }) {
    requireVault(state, vault);
    return readPage(
      keptCertificates.scan(state, { within: [vault], after }),
      limit,
      ({ parts }) => listedCertificate(state, parts[1]),
      ({ parts }) => parts[1] ?? "",
    );
  },
});
