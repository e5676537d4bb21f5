// The payee's bank says that it has taken a payment up, and is not done with it.
import { z } from "zod";
import { bytesToHex } from "#src/crypto/hex.ts";
import { defineMessage } from "#src/machine/message.ts";
import { aboutOf, requireAsPayee, requireUndecided, stepNow } from "../deciding.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { isLater } from "../rules.ts";
import { reasonCodeSchema, uetrSchema } from "../schemas.ts";
import { payments } from "../tables.ts";

export const pendPayment = defineMessage({
  summary: "Says that a payment is looked at (PDNG), or accepted and not posted yet (ACWP); its expiry stays as it is.",
  actors: "anyone",
  schema: z.strictObject({
    uetr: uetrSchema,
    as: z.enum(["pending", "acceptedNotPosted"]),
    reason: reasonCodeSchema.optional(),
  }),
  work: 150,
  handle({ state, actor, emit }, { uetr, as, reason }) {
    const payment = requireAsPayee(state, uetr, actor);
    requireUndecided(state, payment);
    if (!isLater(as, payment.state)) throw refusals.alreadyPended({ state: payment.state });

    const given = reason === undefined ? {} : { reason };
    const history = [...payment.history, stepNow(state, { step: as, ...given })];
    payments.put(state, bytesToHex(uetr), { ...payment, state: as, history });
    emit(events.paymentPended({ ...aboutOf(uetr, payment), state: as, ...given }));
  },
});
