// A central bank withdraws its consent: from then on liquidity can only be removed.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { setConsent } from "../consenting.ts";
import { events } from "../events.ts";
import { poolNumberSchema } from "../schemas.ts";

export const withdrawConsent = defineMessage({
  summary: "Withdraws the consent to a pool's use of the sender's currency: liquidity can then only be removed.",
  actors: ["issuer", "currency issuer"],
  schema: z.strictObject({ pool: poolNumberSchema, currency: currencySchema }),
  work: 80,
  handle({ state, actor, emit }, { pool, currency }) {
    setConsent(state, actor, { pool, currency, hasConsent: false });
    emit(events.consentWithdrawn({ pool, currency }));
  },
});
