// An auditor strikes metal that was not found off a vault's bar list; its owners keep their claim on the custodian.
import { z } from "zod";
import { hashSchema, noteSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { changeKeeping, isHeld, requireCertificatesOf } from "../books.ts";
import { leaveLoadOutQueue } from "../deliveries.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { type Certificate, certificateIdsSchema, vaultIdSchema } from "../schemas.ts";
import { reserveChains } from "../tables.ts";
import { requireVaultOfAuditor } from "../vaults.ts";

export const withdrawCertificates = defineMessage({
  summary: "Withdraws metal certificates whose metal the auditor did not find; it counts for nothing from then on.",
  actors: ["auditor"],
  schema: z.strictObject({
    vault: vaultIdSchema,
    certificateIds: certificateIdsSchema,
    documentHash: hashSchema,
    reason: noteSchema,
  }),
  result: z.strictObject({ listHash: hashSchema }),
  work: ({ certificateIds }) => 60 + 100 * certificateIds.length,
  handle({ state, actor, emit }, { vault, certificateIds, documentHash, reason }) {
    requireVaultOfAuditor(state, vault, actor);
    const missing = requireHeld(state, vault, certificateIds);

    let listHash: Uint8Array = new Uint8Array();
    for (const { certificateId, certificate } of missing) {
      listHash = withdraw(state, certificateId, certificate);
      const { owner, metal, refiner, serial, year, grossWeightMg, fineWeightMg } = certificate;
      const entry = { vault, certificateId, metal, refiner, serial, year, grossWeightMg, fineWeightMg, listHash };
      emit(events.certificateWithdrawn({ ...entry, owner, by: actor, documentHash, reason }));
    }
    return { listHash };
  },
});

function requireHeld(state: StateReader, vault: string, certificateIds: readonly number[]) {
  const named = requireCertificatesOf(state, vault, certificateIds);
  for (const { certificateId, certificate } of named) {
    if (!isHeld(certificate)) throw refusals.notHeld({ certificateId, state: certificate.state });
  }
  return named;
}

function withdraw(state: State, certificateId: number, certificate: Stored<Certificate>): Uint8Array {
  const isReserves = certificate.state === "reserve-owned";
  if (isReserves) reserveChains.remove(state, certificateId);
  if (certificate.state === "delivery-requested") leaveLoadOutQueue(state, certificateId, certificate);
  const withdrawnFrom = isReserves ? "reserve-owned" : certificate.pledgee === undefined ? "active" : "pledged";
  return changeKeeping(state, "withdrawn", certificateId, { ...certificate, state: "withdrawn", withdrawnFrom });
}
