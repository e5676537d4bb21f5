// One item that waits.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireItem } from "../items.ts";
import { itemNumberSchema, itemShownSchema } from "../schemas.ts";
import { items } from "../tables.ts";

export const item = defineQuery({
  summary: "One item that waits; a settled, cancelled or expired one leaves no row, only its event.",
  readers: party(["legs.from", "legs.to"], ["legs.currency"]),
  params: z.strictObject({ item: itemNumberSchema }),
  result: itemShownSchema,
  proves: (params) => items.key(params.item),
  answer: ({ state }, { item: number }) => ({ item: number, ...requireItem(state, number) }),
});
