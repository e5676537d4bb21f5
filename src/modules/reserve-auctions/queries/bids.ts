// The sealed bids or offers of an auction.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { requireAuction } from "../auctions.ts";
import { auctionNumberSchema, bidNumberSchema, bidSchema } from "../schemas.ts";
import { bids as table } from "../tables.ts";

export const bids = defineQuery({
  summary: "The bids or offers of one auction, in the order in which they were sealed.",
  readers: "supervisor",
  params: z.strictObject({ auction: auctionNumberSchema, ...pageParams }),
  result: pageOf(z.strictObject({ number: bidNumberSchema, bid: bidSchema })),
  answer({ state }, { auction, after, limit }) {
    requireAuction(state, auction);
    return readPage(
      table.scan(state, { within: [auction], after }),
      limit,
      ({ parts, value }) => ({ number: Number(parts[1]), bid: value }),
      ({ parts }) => parts[1] ?? "",
    );
  },
});
