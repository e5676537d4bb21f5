// Whoever published a key ends it, because others may know its secret half.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { keyNumberSchema } from "../schemas.ts";
import { disclosureKeys } from "../tables.ts";

export const revokeDisclosureKey = defineMessage({
  summary: "Ends the validity of one of the sender's disclosure keys now.",
  actors: "anyone",
  schema: z.strictObject({ number: keyNumberSchema }),
  work: 60,
  handle({ state, actor, emit }, { number }) {
    const key = disclosureKeys.get(state, actor, number);
    if (key === undefined) throw refusals.unknownKey({});
    if (key.untilMs <= state.timeMs) throw refusals.keyEnded({ untilMs: key.untilMs });

    // A key that was to begin later begins and ends now: it is never valid.
    const fromMs = Math.min(key.fromMs, state.timeMs);
    disclosureKeys.put(state, actor, number, { ...key, fromMs, untilMs: state.timeMs });
    emit(events.disclosureKeyRevoked({ owner: actor, number }));
  },
});
