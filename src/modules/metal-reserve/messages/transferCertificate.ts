// An owner gives a metal certificate, and with it title to the metal, to another account.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { putCertificate, requireActiveOf } from "../books.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { certificateIdSchema } from "../schemas.ts";

export const transferCertificate = defineMessage({
  summary: "Transfers a metal certificate to another account.",
  actors: "anyone",
  schema: z.strictObject({ certificateId: certificateIdSchema, to: accountSchema }),
  work: 60,
  handle({ state, actor, emit }, { certificateId, to }) {
    const certificate = requireActiveOf(state, certificateId, actor);
    if (to === actor) throw refusals.ownerIsPayee({ certificateId });
    accounts.requireCanHold(state, to);

    putCertificate(state, certificateId, { ...certificate, owner: to });
    const { metal, vault, fineWeightMg } = certificate;
    emit(events.certificateTransferred({ certificateId, metal, vault, fineWeightMg, from: actor, to }));
  },
});
