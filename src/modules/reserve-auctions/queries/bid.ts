// One sealed bid or offer.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireBid } from "../auctions.ts";
import { auctionNumberSchema, bidNumberSchema, bidSchema } from "../schemas.ts";
import { bids } from "../tables.ts";

export const bid = defineQuery({
  summary: "One bid or offer of an auction: what stands behind it, what it said, and what it won.",
  readers: party("bidder"),
  params: z.strictObject({ auction: auctionNumberSchema, bid: bidNumberSchema }),
  result: bidSchema,
  proves: ({ auction, bid: number }) => bids.key(auction, number),
  answer: ({ state }, { auction, bid: number }) => requireBid(state, auction, number),
});
