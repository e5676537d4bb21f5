// The owner names guardians, or removes them.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read } from "../access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { areSoundGuardians } from "../rules.ts";
import { guardiansSchema } from "../schemas.ts";
import { accountRecords, recoveries } from "../tables.ts";

export const setGuardians = defineMessage({
  summary: "Names the accounts that may together recover the sender's account; none removes them.",
  actors: "anyone",
  schema: z.strictObject({ guardians: guardiansSchema.optional() }),
  work: 60,
  handle({ state, actor, emit }, { guardians }) {
    if (guardians !== undefined && !areSoundGuardians(guardians)) throw refusals.guardiansUnsound({});
    for (const guardian of guardians?.accounts ?? []) read.requireAccount(state, guardian);
    // The gate admits open accounts only, but a message before this one may have closed it.
    const opened = accountRecords.get(state, actor);
    if (opened === undefined) throw refusals.unknownAccount({ account: actor });
    const { guardians: _before, ...record } = opened;

    accountRecords.put(state, actor, guardians === undefined ? record : { ...record, guardians });
    // Support given by former guardians must not count for new ones.
    recoveries.delete(state, actor);
    emit(events.guardiansSet({ account: actor, guardians }));
  },
});
