// An auditor puts metal that was found again back on a vault's bar list.
import { z } from "zod";
import { hashSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { changeKeeping, requireCertificatesOf } from "../books.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { type Certificate, certificateIdsSchema, vaultIdSchema } from "../schemas.ts";
import { reserveChainName, reserveChains } from "../tables.ts";
import { requireVaultOfAuditor } from "../vaults.ts";

export const reinstateCertificates = defineMessage({
  summary: "Puts withdrawn metal certificates back in force: the auditor has found their metal.",
  actors: ["auditor"],
  schema: z.strictObject({ vault: vaultIdSchema, certificateIds: certificateIdsSchema, documentHash: hashSchema }),
  result: z.strictObject({ listHash: hashSchema }),
  work: ({ certificateIds }) => 60 + 100 * certificateIds.length,
  handle({ state, actor, emit }, { vault, certificateIds, documentHash }) {
    requireVaultOfAuditor(state, vault, actor);
    const found = requireWithdrawn(state, vault, certificateIds);

    let listHash: Uint8Array = new Uint8Array();
    for (const { certificateId, certificate } of found) {
      listHash = reinstate(state, certificateId, certificate);
      const { owner, metal, refiner, serial, year, grossWeightMg, fineWeightMg } = certificate;
      const entry = { vault, certificateId, metal, refiner, serial, year, grossWeightMg, fineWeightMg, listHash };
      emit(events.certificateReinstated({ ...entry, owner, by: actor, documentHash }));
    }
    return { listHash };
  },
});

function requireWithdrawn(state: StateReader, vault: string, certificateIds: readonly number[]) {
  const named = requireCertificatesOf(state, vault, certificateIds);
  for (const { certificateId, certificate } of named) {
    if (certificate.state !== "withdrawn") throw refusals.notWithdrawn({ certificateId, state: certificate.state });
  }
  return named;
}

/** It is again what it was; the reserve's metal goes to the end of the order in which it is paid out. */
function reinstate(state: State, certificateId: number, certificate: Stored<Certificate>): Uint8Array {
  const { withdrawnFrom = "active", ...kept } = certificate;
  if (withdrawnFrom === "reserve-owned") {
    reserveChains.append(state, reserveChainName(certificate.vault, certificate.metal), certificateId);
  }
  return changeKeeping(state, "reinstated", certificateId, { ...kept, state: withdrawnFrom });
}
