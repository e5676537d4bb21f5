// How a corridor stands: its counters, its zones' positions, and how much of its volume is in one currency.
import { z } from "zod";
import { divideDown } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import { amountSchema, basisPointsSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { capsOn } from "../firewalls.ts";
import { counterLineSchema, linesOf } from "../monitoring.ts";
import { parameters } from "../parameters.ts";
import { corridorIdSchema, revisionSchema, stageSchema } from "../schemas.ts";
import { corridorFlows, positionFlows, volumeFlows } from "../tables.ts";
import { emptyFlow, exposureOf, sumsAt, wholeBp } from "../windows.ts";
import { requireCorridor, ruleBookInForce } from "../zones.ts";

const linesSchema = z.array(counterLineSchema).max(4);

export const monitors = defineQuery({
  summary:
    "A corridor's volume and each zone's position by window, with levels; each currency's share of 30 days, and their HHI.",
  readers: "public",
  params: z.strictObject({ corridor: corridorIdSchema }),
  result: z.strictObject({
    revision: revisionSchema,
    stage: stageSchema,
    volume: linesSchema,
    /** The sum of the squared shares, of 10,000. */
    hhi: basisPointsSchema,
    concentrationBpMost: basisPointsSchema,
    concentrationFloorNano: amountSchema,
    currencies: z
      .array(
        z.strictObject({
          currency: currencySchema,
          volumeNano: amountSchema,
          shareBp: basisPointsSchema,
          position: linesSchema,
        }),
      )
      .max(limits.corridorZonesMax),
  }),
  answer({ state }, { corridor }) {
    const { revision, ruleBook } = ruleBookInForce(state, corridor, requireCorridor(state, corridor));
    const { caps, levels, rates, stage, concentrationBp, concentrationFloorNano } = ruleBook;
    const { timeMs } = state;
    const flow = corridorFlows.get(state, corridor) ?? emptyFlow;
    const total = exposureOf(sumsAt(flow, "month", timeMs)).gross;
    const shared = rates.map(({ currency }) => {
      const volume = volumeFlows.get(state, corridor, currency) ?? emptyFlow;
      const volumeNano = exposureOf(sumsAt(volume, "month", timeMs)).gross;
      const position = positionFlows.get(state, corridor, currency) ?? emptyFlow;
      const shareBp = total === 0n ? 0 : Number(divideDown(volumeNano * wholeBp, total));
      return {
        currency,
        volumeNano,
        shareBp,
        position: linesOf({ flow: position, caps: capsOn(caps, "net"), levels, timeMs }),
      };
    });
    const squares = shared.reduce((sum, { volumeNano }) => sum + volumeNano * volumeNano, 0n);
    return {
      revision,
      stage,
      volume: linesOf({ flow, caps: capsOn(caps, "gross"), levels, timeMs }),
      hhi: total === 0n ? 0 : Number(divideDown(squares * wholeBp, total * total)),
      concentrationBpMost: concentrationBp ?? Number(parameters.concentrationBp.get(state)),
      concentrationFloorNano,
      currencies: shared,
    };
  },
});
