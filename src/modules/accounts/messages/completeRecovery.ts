// A guardian puts a recovered policy into force once its delay has passed.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { accountRecords, recoveries } from "../tables.ts";

export const completeRecovery = defineMessage({
  summary: "As a guardian, gives an account the policy that enough guardians supported, after the delay.",
  actors: "anyone",
  schema: z.strictObject({ account: accountSchema }),
  work: 60,
  handle({ state, actor, emit }, { account }) {
    const record = accountRecords.get(state, account);
    if (!record?.guardians?.accounts.includes(actor)) throw refusals.notGuardian({ account });
    const recovery = recoveries.get(state, account);
    if (recovery === undefined) throw refusals.noRecovery({ account });
    const { policy, effectiveMs } = recovery;
    if (effectiveMs === undefined || effectiveMs > state.timeMs)
      throw refusals.recoveryNotDue({ effectiveMs: effectiveMs ?? 0 });

    accountRecords.put(state, account, { ...record, policy });
    recoveries.delete(state, account);
    emit(events.accountRecovered({ account, policy }));
  },
});
