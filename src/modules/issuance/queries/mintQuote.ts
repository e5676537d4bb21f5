// What a mint would give now, without sending it.
import { z } from "zod";
import { amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { schemas as metalSchemas } from "#src/modules/metal-reserve/access.ts";
import { planMint } from "../minting.ts";

export const mintQuote = defineQuery({
  summary: "What these metal certificates would give now, whoever owns them; refuses as the mint would.",
  readers: "public",
  params: z.strictObject({ certificateIds: metalSchemas.certificateIds }),
  result: z.strictObject({
    mintedMicroKdg: positiveAmountSchema,
    feeMicroKdg: amountSchema,
    receivedMicroKdg: positiveAmountSchema,
    juniorUnits: amountSchema,
    worthNano: amountSchema,
    collateralNano: amountSchema,
    totalCoverageBp: amountSchema,
  }),
  answer({ state }, { certificateIds }) {
    const { prices: _, value: __, ...quote } = planMint(state, certificateIds);
    return quote;
  },
});
