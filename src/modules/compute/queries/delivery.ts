// One delivery.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireDelivery } from "../challenges.ts";
import { deliveryNumberSchema, deliverySchema } from "../schemas.ts";
import { deliveries } from "../tables.ts";

export const delivery = defineQuery({
  summary: "One delivery record as it was signed, with the energy attributed to it and its challenge.",
  readers: "public",
  params: z.strictObject({ delivery: deliveryNumberSchema }),
  result: deliverySchema,
  proves: ({ delivery: number }) => deliveries.key(number),
  answer: ({ state }, { delivery: number }) => requireDelivery(state, number),
});
