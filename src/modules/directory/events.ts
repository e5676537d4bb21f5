// Events of the module `directory`: they name no more of a payee than its row does.
import { z } from "zod";
import { accountSchema, hashSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { disclosureKeySchema, keyNumberSchema } from "./schemas.ts";

const proxy = hashSchema;
const bank = accountSchema;

export const events = defineEvents("directory", {
  proxyRegistered: z.strictObject({ proxy, bank, expiresMs: timeMsSchema }),
  /** Taken out by its bank or its central bank, or by anybody once it had expired. */
  proxyWithdrawn: z.strictObject({ proxy, bank, by: accountSchema }),
  portRequested: z.strictObject({ proxy, holder: bank, requester: bank, dueMs: timeMsSchema }),
  /** Refused by the holder, or taken back. */
  portRejected: z.strictObject({ proxy, requester: bank, by: bank }),
  proxyPorted: z.strictObject({ proxy, from: bank, to: bank, hasConsent: z.boolean() }),
  disclosureKeyPublished: z.strictObject({
    owner: accountSchema,
    number: keyNumberSchema,
    ...disclosureKeySchema.shape,
  }),
  disclosureKeyRevoked: z.strictObject({ owner: accountSchema, number: keyNumberSchema }),
});
