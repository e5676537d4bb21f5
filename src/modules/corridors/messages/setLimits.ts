// A central bank changes what it allows across the border of its zone: tighter at once, looser after notice.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { areSameLimits, tighterLimits } from "../rules.ts";
import { zoneLimitsSchema } from "../schemas.ts";
import { zones } from "../tables.ts";
import { afterNotice, limitsOf, requireCentralBank, requireZone } from "../zones.ts";

export const setLimits = defineMessage({
  summary: "Sets a zone's limits: what is tighter holds at once, number by number, and what is looser after notice.",
  actors: ["issuer", "currency issuer"],
  schema: z.strictObject({ currency: currencySchema, limits: zoneLimitsSchema }),
  /** What holds at once. */
  result: z.strictObject({ limits: zoneLimitsSchema }),
  work: 120,
  handle({ state, actor, emit }, { currency, limits: next }) {
    requireCentralBank(state, actor, currency);
    const zone = requireZone(state, currency);

    const fromHeight = afterNotice(state);
    const limits = tighterLimits(limitsOf(zone, state.height), next);
    const { nextLimits: _, ...rest } = zone;
    const isDone = areSameLimits(limits, next);
    zones.put(
      state,
      currency,
      isDone ? { ...rest, limits } : { ...rest, limits, nextLimits: { limits: next, fromHeight } },
    );
    emit(events.limitsSet({ currency, limits, next, fromHeight: isDone ? state.height : fromHeight }));
    return { limits };
  },
});
