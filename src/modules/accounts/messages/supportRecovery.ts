// A guardian asks for a new policy of an account, or supports the one asked for.
import { z } from "zod";
import { accountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { policySchema } from "#src/transaction/account.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { isSoundPolicy, samePolicy } from "../rules.ts";
import { accountRecords, recoveries } from "../tables.ts";

export const supportRecovery = defineMessage({
  summary: "As a guardian, supports giving an account a new policy; asking for another policy begins anew.",
  actors: "anyone",
  schema: z.strictObject({ account: accountSchema, policy: policySchema }),
  result: z.strictObject({ effectiveMs: timeMsSchema.optional() }),
  work: 60,
  handle({ state, actor, emit }, { account, policy }) {
    const guardians = accountRecords.get(state, account)?.guardians;
    if (!guardians?.accounts.includes(actor)) throw refusals.notGuardian({ account });
    if (!isSoundPolicy(policy)) throw refusals.policyUnsound({});
    const running = recoveries.get(state, account);
    const continued = running !== undefined && samePolicy(running.policy, policy) ? running : undefined;
    if (continued?.supporters.includes(actor)) throw refusals.alreadySupported({ account });
    const supporters = [...(continued?.supporters ?? []), actor];
    const isSupported = supporters.length >= guardians.threshold;
    const effectiveMs = continued?.effectiveMs ?? (isSupported ? state.timeMs + guardians.delayMs : undefined);

    recoveries.put(
      state,
      account,
      effectiveMs === undefined ? { policy, supporters } : { policy, supporters, effectiveMs },
    );
    emit(events.recoverySupported({ account, guardian: actor, effectiveMs }));
    return effectiveMs === undefined ? {} : { effectiveMs };
  },
});
