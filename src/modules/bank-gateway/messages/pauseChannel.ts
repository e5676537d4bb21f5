// A central bank pauses its channel.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { requireCentralBank, requireChannel, requireNotPaused } from "../channels.ts";
import { events } from "../events.ts";
import { reasonSchema } from "../schemas.ts";
import { channels } from "../tables.ts";

export const pauseChannel = defineMessage({
  summary: "Pauses a channel: nothing begins on it and nothing is issued; payouts that have begun are ended.",
  actors: ["currency issuer"],
  schema: z.strictObject({ currency: currencySchema, reference: reasonSchema }),
  work: 60,
  handle({ state, actor, emit }, { currency, reference }) {
    requireCentralBank(state, actor, currency);
    const channel = requireChannel(state, currency);
    requireNotPaused(channel);

    channels.put(state, currency, { ...channel, pausedReference: reference });
    emit(events.channelHeld({ currency, reference }));
  },
});
