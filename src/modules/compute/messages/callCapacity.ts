// A holder asks for the delivery of a certificate of capacity: what is not delivered by its settlement, the bond pays.
import { z } from "zod";
import { minimum } from "#src/core/arithmetic.ts";
import { monthEndMs, monthStartMs } from "#src/core/month.ts";
import { defineMessage } from "#src/machine/message.ts";
import { putCertificate, requireOwn } from "../capacity.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { leftOfMonth } from "../rules.ts";
import { certificateNumberSchema } from "../schemas.ts";

export const callCapacity = defineMessage({
  summary:
    "Asks for what a certificate of capacity promises, or for what is left of it once its month has begun; what is never asked for expires.",
  actors: "anyone",
  schema: z.strictObject({ certificateId: certificateNumberSchema }),
  work: 80,
  handle({ state, actor, emit }, { certificateId }) {
    const certificate = requireOwn(state, certificateId, actor);
    const { month, calledMs, site, microScuHours, deliveredMicroScu } = certificate;
    if (calledMs !== undefined) throw refusals.certificateCalled({ certificateId });
    if (state.timeMs >= monthEndMs(month)) throw refusals.monthOver({ month });

    const leftMicroScu = leftOfMonth(microScuHours, monthStartMs(month), monthEndMs(month), state.timeMs);
    const calledMicroScu = deliveredMicroScu + minimum(microScuHours - deliveredMicroScu, leftMicroScu);
    putCertificate(state, certificateId, { ...certificate, calledMs: state.timeMs, calledMicroScu });
    emit(events.capacityCalled({ certificateId, site, holder: actor, calledMicroScu }));
  },
});
