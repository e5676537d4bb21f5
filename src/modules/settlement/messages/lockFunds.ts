// A payer sets money aside for a payee, bound until it is fulfilled, cancelled by the payee, or expired.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { openLock } from "../locks.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { legSchema, lockNumberSchema, lockTermsShape, referenceShape } from "../schemas.ts";

export const lockFunds = defineMessage({
  summary: "Sets money aside for a payee until it is fulfilled, cancelled by the payee, or expired.",
  actors: "anyone",
  schema: z.strictObject({ ...legSchema.shape, ...lockTermsShape, ...referenceShape }),
  result: z.strictObject({ lock: lockNumberSchema }),
  work: 60,
  handle({ state, actor, emit }, { to, ...terms }) {
    const { currency, expiresMs, fulfiller } = terms;
    if (to === actor) throw refusals.payeeIsPayer({});
    if (expiresMs <= state.timeMs) throw refusals.expiryPassed({ expiresMs, blockTimeMs: state.timeMs });
    const latestMs = state.timeMs + Number(parameters.lockMsMax.get(state));
    if (expiresMs > latestMs) throw refusals.expiryTooLate({ latestMs });
    accounts.requireCanHold(state, to);
    accounts.requireCanReceive(state, currency, to);
    if (fulfiller !== undefined) accounts.requireCanHold(state, fulfiller);

    const content = { payer: actor, payee: to, ...terms };
    const lock = openLock(state, content);
    emit(events.fundsLocked({ lock, ...content }));
    return { lock };
  },
});
