// One auction.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireAuction } from "../auctions.ts";
import { auctionNumberSchema, auctionSchema } from "../schemas.ts";
import { auctions } from "../tables.ts";

export const auction = defineQuery({
  summary: "One auction: what it trades, its moments, how it was cleared and what came of it.",
  readers: "public",
  params: z.strictObject({ auction: auctionNumberSchema }),
  result: auctionSchema,
  proves: ({ auction: number }) => auctions.key(number),
  answer: ({ state }, { auction: number }) => requireAuction(state, number),
});
