// The payee gives a lock up at any time; the payer takes the money back once it has expired.
import { z } from "zod";
import { currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { closedLock, requireLock, returnLock } from "../locks.ts";
import { refusals } from "../refusals.ts";
import { lockNumberSchema } from "../schemas.ts";

export const cancelLock = defineMessage({
  summary: "Returns locked money to its payer: by the payee at any time, by the payer once the lock has expired.",
  actors: "anyone",
  schema: z.strictObject({ lock: lockNumberSchema }),
  result: z.strictObject({ currency: currencySchema, amount: positiveAmountSchema }),
  work: 60,
  handle({ state, actor, emit }, { lock: number }) {
    const lock = requireLock(state, number);
    const { payer, payee, expiresMs, currency, amount } = lock;
    if (actor !== payee && actor !== payer) throw refusals.notPartyToLock({});
    if (actor === payer && state.timeMs < expiresMs) throw refusals.lockBinding({ expiresMs });

    returnLock(state, number);
    emit(events.lockCancelled({ ...closedLock(number, lock), by: actor }));
    return { currency, amount };
  },
});
