// What a network begins with: perhaps a policy, and average prices of the time before.
import { z } from "zod";
import { assert } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineGenesis } from "#src/machine/module.ts";
import { read as basket, componentsMax } from "#src/modules/basket/access.ts";
import { keepObservation, slotOf } from "./observing.ts";
import { parameters } from "./parameters.ts";
import { keepPolicy, policyFault } from "./policies.ts";
import { observedPriceSchema, policyContentSchema } from "./schemas.ts";
import { standings } from "./tables.ts";

export const genesis = defineGenesis({
  schema: z.strictObject({
    policy: policyContentSchema.optional(),
    /** Oldest first, one at most for each interval of `observationIntervalMs`: when it ended, and its average prices. */
    observations: z
      .array(z.strictObject({ endedMs: timeMsSchema, prices: z.array(observedPriceSchema).max(componentsMax) }))
      .max(limits.observationsKept),
  }),
  initialise(state, { policy, observations }) {
    const observedIntervalMs = Number(parameters.observationIntervalMs.get(state));
    const announcedIntervalMs = Number(parameters.rebalanceIntervalMs.get(state));
    standings.put(state, {
      ...{ policies: 0, observations: observations.length, rebalances: 0, observedIntervalMs, announcedIntervalMs },
      observedSlot: slotOf(state.timeMs, observedIntervalMs),
      announcedSlot: slotOf(state.timeMs, announcedIntervalMs),
    });
    let before = -1;
    for (const [at, { endedMs, prices }] of observations.entries()) {
      const slot = slotOf(endedMs, observedIntervalMs) - 1;
      assert(slot > before && endedMs <= state.timeMs, "the observations of genesis are of the past, one an interval");
      for (const { component } of prices) {
        assert(basket.feed(state, component) !== undefined, `the genesis basket knows ${component}`);
      }
      before = slot;
      keepObservation(state, { number: at + 1, slot, intervalMs: observedIntervalMs, atMs: endedMs, prices });
    }
    if (policy === undefined) return;
    const fault = policyFault(state, policy);
    if (fault !== undefined) throw fault;
    keepPolicy(state, policy);
  },
  devnet: () => ({ observations: [] }),
});
