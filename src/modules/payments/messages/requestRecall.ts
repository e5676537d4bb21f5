// The payer's bank asks for a settled payment back.
import { z } from "zod";
import { bytesToHex } from "#src/crypto/hex.ts";
import { defineMessage } from "#src/machine/message.ts";
import { aboutOf, requireAsPayer, requireSettled, stepNow } from "../deciding.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { reasonCodeSchema, uetrSchema } from "../schemas.ts";
import { payments } from "../tables.ts";

export const requestRecall = defineMessage({
  summary: "Asks for a settled payment back (camt.056), once and for a reason; the payee's bank is free in its answer.",
  actors: "anyone",
  schema: z.strictObject({ uetr: uetrSchema, reason: reasonCodeSchema }),
  work: 150,
  handle({ state, actor, emit }, { uetr, reason }) {
    const payment = requireAsPayer(state, uetr, actor);
    requireSettled(payment);
    if (payment.recall !== undefined) throw refusals.recallKnown({});

    const history = [...payment.history, stepNow(state, { step: "recallRequested", reason })];
    payments.put(state, bytesToHex(uetr), { ...payment, recall: { state: "requested", reason }, history });
    emit(events.recallRequested({ ...aboutOf(uetr, payment), reason }));
  },
});
