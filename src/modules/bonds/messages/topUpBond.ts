// The owner of a bond adds to it, so that it covers what it must when prices have fallen.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { refusals } from "../refusals.ts";
import { bondNumberSchema, stakeSchema } from "../schemas.ts";
import { requireBond, topUp } from "../staking.ts";
import { collateralNano } from "../valuation.ts";

export const topUpBond = defineMessage({
  summary: "Adds metal or partner currency to a bond of the sender's.",
  actors: "anyone",
  schema: z.strictObject({ bond: bondNumberSchema, ...stakeSchema.shape }),
  result: z.strictObject({ collateralNano: amountSchema }),
  work: ({ certificateIds }) => 100 + 60 * certificateIds.length,
  handle({ state, actor }, { bond, ...stake }) {
    if (requireBond(state, bond).owner !== actor) throw refusals.notOwner({ bond });

    topUp(state, bond, stake);
    return { collateralNano: collateralNano(state, requireBond(state, bond)) };
  },
});
