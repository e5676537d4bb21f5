// The payee's bank accepts a payment: all legs settle together, and no expiry comes after it.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { legsSchema } from "#src/modules/fx/access.ts";
import { requireAsPayee, requireUndecided, settlePayment } from "../deciding.ts";
import { uetrSchema } from "../schemas.ts";

export const acceptPayment = defineMessage({
  summary: "Accepts a payment before it expires, under the corridor's rules of that moment: all legs settle together.",
  actors: "anyone",
  schema: z.strictObject({ uetr: uetrSchema }),
  result: z.strictObject({ legs: legsSchema }),
  work: 1_400,
  handle({ state, actor }, { uetr }) {
    const payment = requireAsPayee(state, uetr, actor);
    requireUndecided(state, payment);

    return { legs: [...settlePayment(state, uetr, payment)] };
  },
});
