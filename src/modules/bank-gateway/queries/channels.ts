// All channels.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { channelSchema } from "../schemas.ts";
import { channels as table } from "../tables.ts";

export const channels = defineQuery({
  summary: "All channels, by currency.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ currency: currencySchema, channel: channelSchema })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      table.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ currency: parts[0] ?? "", channel: value }),
      ({ parts }) => parts[0] ?? "",
    ),
});
