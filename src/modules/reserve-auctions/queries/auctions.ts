// All auctions.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { auctionNumberSchema, auctionSchema } from "../schemas.ts";
import { auctions as table } from "../tables.ts";

export const auctions = defineQuery({
  summary: "All auctions, by number.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ number: auctionNumberSchema, auction: auctionSchema })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      table.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ number: Number(parts[0]), auction: value }),
      ({ parts }) => parts[0] ?? "",
    ),
});
