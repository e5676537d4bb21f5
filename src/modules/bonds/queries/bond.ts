// One bond, and what it is worth now.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { bondNumberSchema, bondSchema } from "../schemas.ts";
import { requireBond } from "../staking.ts";
import { bonds } from "../tables.ts";
import { collateralNano } from "../valuation.ts";

export const bond = defineQuery({
  summary: "One bond, and what it is worth at low prices after haircuts.",
  readers: party("bond.owner"),
  params: z.strictObject({ bond: bondNumberSchema }),
  result: z.strictObject({ bond: bondSchema, collateralNano: amountSchema }),
  proves: ({ bond: number }) => bonds.key(number),
  answer({ state }, { bond: number }) {
    const row = requireBond(state, number);
    return { bond: row, collateralNano: collateralNano(state, row) };
  },
});
