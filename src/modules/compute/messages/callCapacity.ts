// A holder asks for the delivery of a certificate of capacity: what is not delivered by its settlement, the bond pays.
import { z } from "zod";
import { monthEndMs } from "#src/core/month.ts";
import { defineMessage } from "#src/machine/message.ts";
import { putCertificate, requireOwn } from "../capacity.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { certificateNumberSchema } from "../schemas.ts";

export const callCapacity = defineMessage({
  summary:
    "Asks for all that a certificate of capacity promises, before its month is over; what is never asked for expires.",
  actors: "anyone",
  schema: z.strictObject({ certificateId: certificateNumberSchema }),
  work: 80,
  handle({ state, actor, emit }, { certificateId }) {
    const certificate = requireOwn(state, certificateId, actor);
    const { month, calledMs, site } = certificate;
    if (calledMs !== undefined) throw refusals.certificateCalled({ certificateId });
    if (state.timeMs >= monthEndMs(month)) throw refusals.monthOver({ month });

    putCertificate(state, certificateId, { ...certificate, calledMs: state.timeMs });
    emit(events.capacityCalled({ certificateId, site, holder: actor }));
  },
});
