// The latest attestation of a vault, and until when it counts.
import { z } from "zod";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { attestedReach } from "../attestations.ts";
import { refusals } from "../refusals.ts";
import { attestationSchema, vaultIdSchema } from "../schemas.ts";
import { attestations } from "../tables.ts";
import { requireVault } from "../vaults.ts";

export const attestation = defineQuery({
  summary: "The latest attestation of a vault; `untilMs` is there while it is in force.",
  readers: "public",
  params: z.strictObject({ vault: vaultIdSchema }),
  result: z.strictObject({ attestation: attestationSchema, untilMs: timeMsSchema.optional() }),
  proves: ({ vault }) => attestations.key(vault),
  answer({ state }, { vault }) {
    requireVault(state, vault);
    const row = attestations.get(state, vault);
    if (row === undefined) throw refusals.unknownAttestation({ vault });
    const shown = { ...row, counts: [...row.counts] };
    const reach = attestedReach(state, vault);
    return reach === undefined ? { attestation: shown } : { attestation: shown, untilMs: reach.untilMs };
  },
});
