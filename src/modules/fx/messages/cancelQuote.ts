// Who took a quote gives it up.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { releaseQuote, requireFree } from "../quoting.ts";
import { quoteNumberSchema } from "../schemas.ts";

export const cancelQuote = defineMessage({
  summary: "Gives a quote up, so that providers have their money back before it expires.",
  actors: "anyone",
  schema: z.strictObject({ quote: quoteNumberSchema }),
  work: 100,
  handle({ state, actor, emit }, { quote: number }) {
    requireFree(state, number, actor);

    releaseQuote(state, number);
    emit(events.quoteCancelled({ number, payer: actor }));
  },
});
