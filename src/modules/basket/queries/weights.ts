// The share of each component in the basket, by value.
import { z } from "zod";
import { amountSchema, basisPointsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { statusSchema } from "#src/modules/oracle/access.ts";
import { shareBp } from "../rules.ts";
import { componentIdSchema, componentsMax } from "../schemas.ts";
import { pricedLines } from "../valuation.ts";

const weightSchema = z.strictObject({
  component: componentIdSchema,
  status: statusSchema,
  /** Absent while any price is unknown, since the whole is then unknown too. */
  worthNano: amountSchema.optional(),
  shareBp: basisPointsSchema.optional(),
});

export const weights = defineQuery({
  summary: "The share of each component in the basket at mid prices, in basis points rounded down.",
  readers: "public",
  params: z.strictObject({}),
  result: z.strictObject({ weights: z.array(weightSchema).max(componentsMax) }),
  answer({ state }) {
    const lines = pricedLines(state);
    const worths = lines.flatMap(({ quantity, price }) =>
      price.status === "unknown" ? [] : [quantity * price.priceNano.mid],
    );
    const totalNano = worths.reduce((sum, worth) => sum + worth, 0n);
    return {
      weights: lines.map(({ component, price }, index) => {
        const partNano = worths[index];
        if (worths.length < lines.length || partNano === undefined) return { component, status: price.status };
        return { component, status: price.status, worthNano: partNano, shareBp: shareBp({ partNano, totalNano }) };
      }),
    };
  },
});
