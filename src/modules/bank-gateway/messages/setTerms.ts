// A central bank changes its terms: tighter at once, looser after notice.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { requireCentralBank, requireChannel, termsOf } from "../channels.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { areSameTerms, areSoundTerms, keepsClasses, tighterTerms } from "../rules.ts";
import { termsSchema } from "../schemas.ts";
import { channels } from "../tables.ts";

export const setTerms = defineMessage({
  summary: "Sets a channel's terms: what is tighter holds at once, number by number, and what is looser after notice.",
  actors: ["currency issuer"],
  schema: z.strictObject({ currency: currencySchema, terms: termsSchema }),
  /** What holds at once. */
  result: z.strictObject({ terms: termsSchema }),
  work: 150,
  handle({ state, actor, emit }, { currency, terms: next }) {
    requireCentralBank(state, actor, currency);
    const channel = requireChannel(state, currency);
    const current = termsOf(channel, state.height);
    if (!areSoundTerms(next) || !keepsClasses(current, next)) throw refusals.termsUnsound({});

    const terms = tighterTerms(current, next);
    const isDone = areSameTerms(terms, next);
    const fromHeight = state.height + (isDone ? 0 : Number(parameters.noticeBlocks.get(state)));
    const { nextTerms: _, ...rest } = channel;
    const after = { ...rest, terms };
    channels.put(state, currency, isDone ? after : { ...after, nextTerms: { terms: next, fromHeight } });
    emit(events.termsSet({ currency, terms, next, fromHeight }));
    return { terms };
  },
});
