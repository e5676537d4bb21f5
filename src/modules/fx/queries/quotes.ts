// All open quotes.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { quoteNumberSchema, quoteSchema } from "../schemas.ts";
import { quotes as table } from "../tables.ts";

export const quotes = defineQuery({
  summary: "All open quotes, by number.",
  readers: "supervisor",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ number: quoteNumberSchema, quote: quoteSchema })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      table.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ number: Number(parts[0]), quote: value }),
      ({ parts }) => parts[0] ?? "",
    ),
});
