// A custodian hands metal over, in the order of the load-out queue: the certificates end, their bars never come back.
import { z } from "zod";
import { hashSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { changeKeeping, requireCertificate } from "../books.ts";
import { backlogAfterLoadOut, leaveLoadOutQueue, recordLoadOut } from "../deliveries.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { type Certificate, certificateIdsSchema, vaultIdSchema } from "../schemas.ts";
import { loadOutQueues } from "../tables.ts";
import { requireVaultOfOperator } from "../vaults.ts";

export const confirmDelivery = defineMessage({
  summary: "Confirms that metal was handed to its owners, next in the load-out queue first.",
  actors: ["custodian"],
  schema: z.strictObject({
    vault: vaultIdSchema,
    certificateIds: certificateIdsSchema,
    /** Hash of the signed receipts. */
    documentHash: hashSchema,
  }),
  result: z.strictObject({ listHash: hashSchema }),
  work: ({ certificateIds }) => 60 + 100 * certificateIds.length,
  handle({ state, actor, emit }, { vault, certificateIds, documentHash }) {
    const settings = requireVaultOfOperator(state, vault, actor);
    const leaving = requireNextInQueue(state, vault, certificateIds);
    const weightsMg = leaving.map(({ certificate }) => certificate.grossWeightMg);
    const backlogWeightMg = backlogAfterLoadOut(state, vault, settings, weightsMg);

    recordLoadOut(state, vault, backlogWeightMg);
    let listHash: Uint8Array = new Uint8Array();
    for (const { certificateId, certificate } of leaving) {
      leaveLoadOutQueue(state, certificateId, certificate);
      listHash = changeKeeping(state, "delivered", certificateId, { ...certificate, state: "delivered" });
      const { owner, metal, refiner, serial, year, grossWeightMg, fineWeightMg } = certificate;
      const entry = { vault, certificateId, metal, refiner, serial, year, grossWeightMg, fineWeightMg, listHash };
      emit(events.certificateDelivered({ ...entry, owner, documentHash }));
    }
    return { listHash };
  },
});

/** The certificates, if they are exactly the next ones in the queue and none of their owners is frozen. */
function requireNextInQueue(
  state: StateReader,
  vault: string,
  certificateIds: readonly number[],
): { certificateId: number; certificate: Stored<Certificate> }[] {
  let next = loadOutQueues.first(state, vault);
  return certificateIds.map((certificateId) => {
    if (certificateId !== next) throw refusals.notNextInQueue({ certificateId, next });
    const certificate = requireCertificate(state, certificateId);
    if (accounts.isFrozen(state, certificate.owner)) throw refusals.ownerFrozen({ certificateId });
    next = loadOutQueues.next(state, certificateId);
    return { certificateId, certificate };
  });
}
