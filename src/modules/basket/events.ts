// Events of the module `basket`.
import { z } from "zod";
import { accountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { basketSchema, componentSchema } from "./schemas.ts";

export const events = defineEvents(
  "basket",
  {
    componentAdded: z.strictObject({ component: componentSchema, by: accountSchema }),
    basketReweighted: z.strictObject({ basket: basketSchema, valueNano: positiveAmountSchema }),
  },
  ["basketReweighted"],
);
