// The payee's bank refuses a recall, or says that it is looking at it. It grants one by returning the payment.
import { z } from "zod";
import { bytesToHex } from "#src/crypto/hex.ts";
import { defineMessage } from "#src/machine/message.ts";
import { aboutOf, requireAsPayee, stepNow } from "../deciding.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { reasonCodeSchema, uetrSchema } from "../schemas.ts";
import { payments } from "../tables.ts";

export const answerRecall = defineMessage({
  summary: "Refuses a recall (camt.029, RJCR), or says that it is looked at (PDCR), for a reason.",
  actors: "anyone",
  schema: z.strictObject({ uetr: uetrSchema, answer: z.enum(["pended", "refused"]), reason: reasonCodeSchema }),
  work: 150,
  handle({ state, actor, emit }, { uetr, answer, reason }) {
    const payment = requireAsPayee(state, uetr, actor);
    const { recall } = payment;
    if (recall === undefined) throw refusals.noRecall({});
    const isWaiting = recall.state === "requested" || (recall.state === "pended" && answer === "refused");
    if (!isWaiting) throw refusals.recallAnswered({ state: recall.state });

    const step = answer === "refused" ? "recallRefused" : "recallPended";
    const history = [...payment.history, stepNow(state, { step, reason })];
    const answered = { ...recall, state: answer, answerReason: reason };
    payments.put(state, bytesToHex(uetr), { ...payment, recall: answered, history });
    emit(events.recallAnswered({ ...aboutOf(uetr, payment), state: answer, reason }));
  },
});
