// An owner asks for the metal itself: the certificate joins its vault's load-out queue.
import { z } from "zod";
import { countSchema, hashSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { putCertificate, requireActiveOf } from "../books.ts";
import { joinLoadOutQueue } from "../deliveries.ts";
import { events } from "../events.ts";
import { certificateIdSchema } from "../schemas.ts";
import { loadOutQueues } from "../tables.ts";
import { requireVault } from "../vaults.ts";

export const requestDelivery = defineMessage({
  summary: "Asks for delivery of the metal behind a certificate, which then waits in the vault's load-out queue.",
  actors: "anyone",
  schema: z.strictObject({
    certificateId: certificateIdSchema,
    /** Hash of the collection instructions that owner and custodian share. */
    instructionHash: hashSchema,
  }),
  result: z.strictObject({ position: countSchema, dueMs: timeMsSchema }),
  work: 90,
  handle({ state, actor, emit }, { certificateId, instructionHash }) {
    const certificate = requireActiveOf(state, certificateId, actor);
    const { metal, vault, fineWeightMg } = certificate;
    const settings = requireVault(state, vault);

    putCertificate(state, certificateId, { ...certificate, state: "delivery-requested" });
    const dueMs = joinLoadOutQueue(state, certificateId, certificate, settings, instructionHash);
    emit(events.deliveryRequested({ certificateId, metal, vault, fineWeightMg, owner: actor, dueMs, instructionHash }));
    return { position: loadOutQueues.count(state, vault), dueMs };
  },
});
