// A bank takes the best quote for a payment: the providers are bound by it for exactly its life.
import { z } from "zod";
import { positiveAmountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { openQuote, paymentOf } from "../quoting.ts";
import { refusals } from "../refusals.ts";
import { requireRoute } from "../routing.ts";
import { askedShape, quoteNumberSchema, quoteSchema } from "../schemas.ts";
import { takenCounts } from "../tables.ts";

export const takeQuote = defineMessage({
  summary: "Takes the best quote for a payment abroad; what providers will deliver is set aside until it expires.",
  actors: "anyone",
  schema: z.strictObject({
    ...askedShape,
    /** The least that is delivered, or the most that is paid, whichever is not fixed. */
    limit: positiveAmountSchema.optional(),
  }),
  result: z.strictObject({ quote: quoteNumberSchema, hops: quoteSchema.shape.hops, expiresMs: timeMsSchema }),
  work: 6_000,
  handle({ state, actor: payer, emit }, { limit, ...asked }) {
    const { hops, paid, delivered } = requireRoute(state, payer, asked);
    const amount = asked.fixed === "source" ? delivered : paid;
    const isWorse = limit !== undefined && (asked.fixed === "source" ? amount < limit : amount > limit);
    if (isWorse) throw refusals.worseThanAsked({ amount });
    const most = Number(parameters.quotesMost.get(state));
    if ((takenCounts.get(state, payer) ?? 0) >= most) throw refusals.tooManyQuotes({ most });
    const { corridor, payee, kind, purpose } = asked;
    const terms = { corridor, payee, kind, purpose, payer, hops };
    const refusal = corridors.judge(state, paymentOf(terms));
    if (refusal !== undefined) throw refusal;

    const lifeMs = kind === "customer" ? parameters.retailMs.get(state) : parameters.wholesaleMs.get(state);
    const quote = { ...terms, expiresMs: state.timeMs + Number(lifeMs) };
    const number = openQuote(state, quote);
    emit(events.quoteTaken({ number, ...quote }));
    return { quote: number, hops: [...hops], expiresMs: quote.expiresMs };
  },
});
