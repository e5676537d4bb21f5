// The first basket, as the genesis file describes it.
import { z } from "zod";
import { assert } from "#src/core/assert.ts";
import { compareText } from "#src/core/order.ts";
import { amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineGenesis } from "#src/machine/module.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import { basketLineSchema, componentsMax } from "./schemas.ts";
import { baskets, components } from "./tables.ts";

/** Half silver, half copper by value at the averages of June 2008, where a million KDG are worth a million exactly. */
export const devnetBasket = {
  basketKdg: 1_000_000n,
  lines: [
    { component: "AG", feed: "AG", quantity: 916_479n },
    { component: "CU", feed: "CU", quantity: 60_528n },
  ],
  remainderNano: 2_906_312_899n,
};

export const genesis = defineGenesis({
  schema: z.strictObject({
    basketKdg: positiveAmountSchema,
    lines: z.array(basketLineSchema).min(1).max(componentsMax),
    remainderNano: amountSchema,
  }),
  initialise(state, { basketKdg, lines, remainderNano }) {
    const sorted = [...lines].sort((left, right) => compareText(left.component, right.component));
    for (const { component, feed, quantity } of sorted) {
      oracle.requireFeed(state, feed);
      assert(!components.has(state, component), `the genesis basket names ${component} once`);
      assert(quantity > 0n, `the genesis basket has some ${component}`);
      components.put(state, component, { component, feed });
    }
    baskets.put(state, { reweights: 0, basketKdg, lines: sorted, remainderNano, sinceMs: state.timeMs });
  },
  devnet: () => devnetBasket,
});
