// An auditor withdraws a vault's attestation: none of its metal counts until it is attested anew.
import { z } from "zod";
import { noteSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { vaultIdSchema } from "../schemas.ts";
import { attestations } from "../tables.ts";
import { requireVaultOfAuditor } from "../vaults.ts";

export const withdrawAttestation = defineMessage({
  summary: "Withdraws the attestation of a vault, with the reason.",
  actors: ["auditor"],
  schema: z.strictObject({ vault: vaultIdSchema, reason: noteSchema }),
  work: 40,
  handle({ state, actor, emit }, { vault, reason }) {
    requireVaultOfAuditor(state, vault, actor);
    const attestation = attestations.get(state, vault);
    if (attestation === undefined) throw refusals.unknownAttestation({ vault });
    if (attestation.withdrawn !== undefined) throw refusals.attestationAlreadyWithdrawn({ vault });

    attestations.put(state, vault, { ...attestation, withdrawn: { by: actor, atMs: state.timeMs, reason } });
    emit(events.attestationWithdrawn({ vault, auditor: attestation.auditor, by: actor, reason }));
  },
});
