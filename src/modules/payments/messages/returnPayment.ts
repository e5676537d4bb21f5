// The payee's bank returns a settled payment, or a part of it, in the currency that was delivered.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { defineMessage } from "#src/machine/message.ts";
import { move as moveMoney } from "#src/modules/accounts/access.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import type { Stored } from "#src/state/view.ts";
import { aboutOf, requireAsPayee, requireSettled, stepNow } from "../deciding.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { type Payment, reasonCodeSchema, uetrSchema } from "../schemas.ts";
import { payments } from "../tables.ts";

export const returnPayment = defineMessage({
  summary:
    "Returns a settled payment or a part of it (pacs.004), recalled or not; an exchange on the way is not undone.",
  actors: "anyone",
  schema: z.strictObject({ uetr: uetrSchema, amount: positiveAmountSchema, reason: reasonCodeSchema }),
  /** What was returned in sum. */
  result: z.strictObject({ returned: amountSchema }),
  work: 250,
  handle({ state, actor, emit }, { uetr, amount, reason }) {
    const payment = requireAsPayee(state, uetr, actor);
    requireSettled(payment);
    const { payer, destination } = payment;
    const most = destination.amount - payment.returned;
    if (amount > most) throw refusals.returnTooLarge({ most });
    const parts = payment.history.filter(({ step }) => step === "partlyReturned").length;
    if (parts >= limits.paymentReturnsMax) throw refusals.tooManyReturns({ most: limits.paymentReturnsMax });
    // What is owed back meets no cap and no calendar. A zone that is stopped keeps its currency for so long.
    corridors.requireRunning(state, destination.currency);

    moveMoney.pay(state, { currency: destination.currency, from: actor, to: payer, amount });
    const after = returned(payment, amount);
    const step = stepNow(state, { step: after.state === "returned" ? "returned" : "partlyReturned", reason, amount });
    payments.put(state, bytesToHex(uetr), { ...after, history: [...payment.history, step] });
    const told = { currency: destination.currency, amount, returned: after.returned, reason };
    emit(events.paymentReturned({ ...aboutOf(uetr, payment), ...told }));
    return { returned: after.returned };
  },
});

/** A return answers a recall that waits for an answer. */
function returned(payment: Stored<Payment>, amount: bigint): Stored<Payment> {
  const sum = payment.returned + amount;
  const isWhole = sum === payment.destination.amount;
  const { recall } = payment;
  const after = { ...payment, returned: sum, ...(isWhole && { state: "returned" as const }) };
  if (recall === undefined || recall.state === "refused") return after;
  return { ...after, recall: { ...recall, state: isWhole ? "granted" : "partlyGranted" } };
}
