// One channel.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requireChannel, termsOf } from "../channels.ts";
import { channelSchema, termsSchema } from "../schemas.ts";
import { channels } from "../tables.ts";

export const channel = defineQuery({
  summary: "The channel of a currency: its agent, reserves and sums, and the terms that are in force.",
  readers: "public",
  params: z.strictObject({ currency: currencySchema }),
  result: z.strictObject({ ...channelSchema.shape, termsInForce: termsSchema }),
  proves: ({ currency }) => channels.key(currency),
  answer({ state }, { currency }) {
    const row = requireChannel(state, currency);
    return { ...row, termsInForce: termsOf(row, state.height) };
  },
});
