// The counters of a zone or of one of its participants, with their levels.
import { z } from "zod";
import { accountSchema, amountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { type CounterLine, counterLineSchema, linesOf } from "../monitoring.ts";
import { levelsSchema } from "../schemas.ts";
import { participantFlows, zoneFlows } from "../tables.ts";
import { emptyFlow } from "../windows.ts";
import { limitsOf, requireZone } from "../zones.ts";

/** Where a counter belongs to no corridor, levels are told by the usual marks. */
const usualLevels = { informBp: 7_000, warnBp: 8_500, slowBp: 9_500, stopBp: 10_000 } as const;

export const counters = defineQuery({
  summary: "What crossed a zone's border, or what one participant paid and was paid, by window, with caps and levels.",
  readers: party("account"),
  params: z.strictObject({ currency: currencySchema, account: accountSchema.optional() }),
  result: z.strictObject({
    levels: levelsSchema,
    singleMost: amountSchema.optional(),
    counters: z.array(counterLineSchema).max(4),
  }),
  answer({ state }, { currency, account }) {
    const { singleMost, caps, participantCaps } = limitsOf(requireZone(state, currency), state.height);
    const flow =
      account === undefined ? zoneFlows.get(state, currency) : participantFlows.get(state, currency, account);
    const lines: CounterLine[] = linesOf({
      flow: flow ?? emptyFlow,
      caps: account === undefined ? caps : participantCaps,
      levels: usualLevels,
      timeMs: state.timeMs,
    });
    return { levels: usualLevels, ...(singleMost === undefined ? {} : { singleMost }), counters: lines };
  },
});
