// The payer takes a payment back that the payee's bank has not taken up yet.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { requireAsPayer, requireUndecided, voidPayment } from "../deciding.ts";
import { refusals } from "../refusals.ts";
import { uetrSchema } from "../schemas.ts";

export const cancelPayment = defineMessage({
  summary: "Takes a payment back before the payee's bank has said anything: everything locked for it goes back.",
  actors: "anyone",
  schema: z.strictObject({ uetr: uetrSchema }),
  work: 400,
  handle({ state, actor }, { uetr }) {
    const payment = requireAsPayer(state, uetr, actor);
    requireUndecided(state, payment);
    if (payment.state !== "locked") throw refusals.payeeDeciding({});

    voidPayment(state, uetr, payment, "cancelled");
  },
});
