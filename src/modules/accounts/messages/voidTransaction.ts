// An actor makes sure that a transaction it signed will never be decided.
import { z } from "zod";
import { hashSchema, timeMsSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { latestValidUntilMs, voidedId } from "#src/machine/admission.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";

export const voidTransaction = defineMessage({
  summary: "Cancels a transaction of the sender's that no block holds yet; the expiry must be the transaction's own.",
  actors: "anyone",
  schema: z.strictObject({ transaction: hashSchema, validUntilMs: timeMsSchema }),
  work: 30,
  handle({ state, actor, emit, remember, isRemembered }, { transaction, validUntilMs }) {
    const couldBeValid = validUntilMs > state.timeMs && validUntilMs <= latestValidUntilMs(state);
    if (!couldBeValid) throw refusals.expiryPassed({ validUntilMs });
    if (isRemembered(transaction, validUntilMs))
      throw refusals.alreadyDecided({ transaction: bytesToHex(transaction) });

    remember(voidedId(actor, transaction), validUntilMs);
    emit(events.transactionVoided({ account: actor, transaction }));
  },
});
