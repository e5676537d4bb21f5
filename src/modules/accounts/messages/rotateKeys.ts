// The owner replaces the key policy; the account's id stays.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { policySchema } from "#src/transaction/account.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { isSoundPolicy } from "../rules.ts";
import { accountRecords, recoveries } from "../tables.ts";

export const rotateKeys = defineMessage({
  summary: "Replaces the sender's key policy; a recovery under way ends.",
  actors: "anyone",
  schema: z.strictObject({ policy: policySchema }),
  work: 40,
  handle({ state, actor, emit }, { policy }) {
    if (!isSoundPolicy(policy)) throw refusals.policyUnsound({});
    // The gate admits open accounts only, but a message before this one may have closed it.
    const record = accountRecords.get(state, actor);
    if (record === undefined) throw refusals.unknownAccount({ account: actor });

    accountRecords.put(state, actor, { ...record, policy });
    recoveries.delete(state, actor);
    emit(events.keysRotated({ account: actor, policy }));
  },
});
