// On what terms the reserve would trade a metal now.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { read as issuance } from "#src/modules/issuance/access.ts";
import { schemas as metalSchemas } from "#src/modules/metal-reserve/access.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { leastPrice, mostPrice } from "../rules.ts";

export const terms = defineQuery({
  summary:
    "Where a metal's share stands, what would bring it to its target, and between which prices it is traded now.",
  readers: "public",
  params: z.strictObject({ metal: metalSchemas.metal }),
  result: z.strictObject({
    side: z.enum(["above", "below", "at"]),
    advice: z.enum(["acquire", "release", "within", "unknown"]),
    distanceMg: amountSchema,
    /** What a bid must offer, in micro-KDG for a gram. */
    leastMicroKdgPerGram: amountSchema,
    /** What an offer may ask. */
    mostMicroKdgPerGram: amountSchema,
  }),
  answer({ state }, { metal }) {
    const market = issuance.readMarket(state, metal);
    if (market === undefined) throw refusals.pricesUnsound({ metal });
    const { side, advice, distanceMg } = market;
    return {
      ...{ side, advice, distanceMg },
      leastMicroKdgPerGram: leastPrice(market, parameters.slippageBp.get(state)),
      mostMicroKdgPerGram: mostPrice(market),
    };
  },
});
