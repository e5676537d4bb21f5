// An owner takes back a request for delivery; the custodian does so for an owner whose account is frozen.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { putCertificate, requireCertificate } from "../books.ts";
import { leaveLoadOutQueue } from "../deliveries.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { certificateIdSchema } from "../schemas.ts";
import { requireVault } from "../vaults.ts";

export const cancelDelivery = defineMessage({
  summary: "Takes a metal certificate out of the load-out queue; a custodian may do so while its owner is frozen.",
  actors: "anyone",
  schema: z.strictObject({ certificateId: certificateIdSchema }),
  work: 80,
  handle({ state, actor, emit }, { certificateId }) {
    const certificate = requireCertificate(state, certificateId);
    const { owner, metal, vault, fineWeightMg } = certificate;
    const actsForFrozen = requireVault(state, vault).operator === actor && accounts.isFrozen(state, owner);
    if (owner !== actor && !actsForFrozen) throw refusals.notOwner({ certificateId });
    if (certificate.state !== "delivery-requested") throw refusals.deliveryNotRequested({ certificateId });

    leaveLoadOutQueue(state, certificateId, certificate);
    putCertificate(state, certificateId, { ...certificate, state: "active" });
    emit(events.deliveryCancelled({ certificateId, metal, vault, fineWeightMg, owner, by: actor }));
  },
});
