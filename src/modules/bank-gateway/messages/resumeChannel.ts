// A central bank lets its channel go on.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { requireCentralBank, requireChannel } from "../channels.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { channels } from "../tables.ts";

export const resumeChannel = defineMessage({
  summary: "Ends the pause of a channel.",
  actors: ["currency issuer"],
  schema: z.strictObject({ currency: currencySchema }),
  work: 60,
  handle({ state, actor, emit }, { currency }) {
    requireCentralBank(state, actor, currency);
    const { pausedReference, ...channel } = requireChannel(state, currency);
    if (pausedReference === undefined) throw refusals.channelNotPaused({ currency });

    channels.put(state, currency, channel);
    emit(events.channelResumed({ currency }));
  },
});
