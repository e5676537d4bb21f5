// A central bank consents that a pool uses its currency.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { setConsent } from "../consenting.ts";
import { events } from "../events.ts";
import { poolNumberSchema } from "../schemas.ts";

export const grantConsent = defineMessage({
  summary: "Consents that a pool uses the sender's currency, on the terms that the pool has.",
  actors: ["issuer", "currency issuer"],
  schema: z.strictObject({ pool: poolNumberSchema, currency: currencySchema }),
  work: 80,
  handle({ state, actor, emit }, { pool, currency }) {
    setConsent(state, actor, { pool, currency, hasConsent: true });
    emit(events.consentGranted({ pool, currency }));
  },
});
