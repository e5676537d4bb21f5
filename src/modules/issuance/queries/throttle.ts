// How much may be minted and redeemed now.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { bucketSchema } from "../schemas.ts";
import { throttles } from "../tables.ts";
import { availableMicroKdg, limitMicroKdg } from "../throttles.ts";

export const throttle = defineQuery({
  summary: "What a throttle bucket has left now, and what it allows in an hour.",
  readers: "public",
  params: z.strictObject({ bucket: bucketSchema }),
  result: z.strictObject({ bucket: bucketSchema, availableMicroKdg: amountSchema, limitMicroKdg: amountSchema }),
  proves: ({ bucket }) => throttles.key(bucket),
  answer: ({ state }, { bucket }) => ({
    bucket,
    availableMicroKdg: availableMicroKdg(state, bucket),
    limitMicroKdg: limitMicroKdg(state, bucket),
  }),
});
