// A bank accepts the zone that has admitted it as a resident as its home.
import { z } from "zod";
import { currencySchema, heightSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { homes, participants } from "../tables.ts";

export const acceptAdmission = defineMessage({
  summary: "Accepts a zone's offer to be the bank's home, from the height at which its admission takes effect.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema }),
  result: z.strictObject({ fromHeight: heightSchema }),
  work: 80,
  handle({ state, actor, emit }, { currency }) {
    const participant = participants.get(state, currency, actor);
    if (participant === undefined) throw refusals.unknownParticipant({ currency, account: actor });
    if (!participant.isResident) throw refusals.notResident({ currency });
    const home = homes.get(state, actor);
    if (home !== undefined) throw refusals.homeElsewhere({ home });

    const { fromHeight } = participant;
    homes.put(state, actor, currency);
    emit(events.admissionAccepted({ currency, account: actor, fromHeight }));
    return { fromHeight };
  },
});
