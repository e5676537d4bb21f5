// The fulfiller, or the payee if none is named, has the locked money paid before the lock expires.
import { z } from "zod";
import { currencySchema, hashSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { closedLock, fulfillerOf, payLock, requireLock } from "../locks.ts";
import { refusals } from "../refusals.ts";
import { lockNumberSchema } from "../schemas.ts";

export const fulfilLock = defineMessage({
  summary: "Pays locked money to its payee, before the lock expires.",
  actors: "anyone",
  schema: z.strictObject({
    lock: lockNumberSchema,
    /** What hashes to the lock's condition; 32 bytes, so that it fits the hash lock of any other ledger. */
    preimage: hashSchema.optional(),
  }),
  result: z.strictObject({ currency: currencySchema, amount: positiveAmountSchema }),
  work: 60,
  handle({ state, actor, emit }, { lock: number, preimage }) {
    const lock = requireLock(state, number);
    const { expiresMs, condition, currency, amount } = lock;
    const fulfiller = fulfillerOf(lock);
    if (actor !== fulfiller) throw refusals.notFulfiller({ fulfiller });
    if (state.timeMs >= expiresMs) throw refusals.expiryReached({ expiresMs, blockTimeMs: state.timeMs });
    requirePreimage(condition, preimage);

    payLock(state, number);
    emit(events.lockFulfilled({ ...closedLock(number, lock), ...(preimage && { preimage }) }));
    return { currency, amount };
  },
});

function requirePreimage(condition: Uint8Array | undefined, preimage: Uint8Array | undefined): void {
  if (condition === undefined) {
    if (preimage !== undefined) throw refusals.preimageNotAsked({});
    return;
  }
  if (preimage === undefined) throw refusals.preimageMissing({});
  if (!bytesEqual(sha256(preimage), condition)) throw refusals.preimageWrong({});
}
