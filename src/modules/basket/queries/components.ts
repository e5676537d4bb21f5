// What the basket is or may be made of.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { componentSchema } from "../schemas.ts";
import { components as storedComponents } from "../tables.ts";
import { requireBasket } from "../valuation.ts";

export const components = defineQuery({
  summary: "What the basket is or may be made of, with the quantity it has of each in whole units.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(componentSchema.extend({ quantity: amountSchema })),
  answer({ state }, { after, limit }) {
    const { lines } = requireBasket(state);
    const quantityOf = (component: string) => lines.find((line) => line.component === component)?.quantity ?? 0n;
    return readPage(
      storedComponents.scan(state, { after }),
      limit,
      ({ value }) => ({ ...value, quantity: quantityOf(value.component) }),
      ({ value }) => value.component,
    );
  },
});
