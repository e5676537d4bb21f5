// The payee's bank rejects a payment: everything that was locked or set aside for it goes back.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { requireAsPayee, requireUndecided, voidPayment } from "../deciding.ts";
import { reasonCodeSchema, uetrSchema } from "../schemas.ts";

export const rejectPayment = defineMessage({
  summary: "Rejects a payment, or blocks it after screening, for a reason: everything locked for it goes back.",
  actors: "anyone",
  schema: z.strictObject({
    uetr: uetrSchema,
    /** RJCT, or BLCK where screening found something. */
    as: z.enum(["rejected", "blocked"]),
    reason: reasonCodeSchema,
  }),
  work: 400,
  handle({ state, actor }, { uetr, as, reason }) {
    const payment = requireAsPayee(state, uetr, actor);
    requireUndecided(state, payment);

    voidPayment(state, uetr, payment, as, reason);
  },
});
