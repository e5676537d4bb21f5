// State of the module `reserve-auctions`.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema } from "#src/core/schemas.ts";
import { defineTable } from "#src/state/table.ts";
import { auctionNumberSchema, auctionSchema, bidNumberSchema, bidSchema } from "./schemas.ts";

/** One auction; its row stays as the record. */
export const auctions = defineTable("reserve-auctions/auction/{auction}", auctionSchema);

/** The number of the newest auction. */
export const lastAuctions = defineTable("reserve-auctions/last-auction", auctionNumberSchema);

/** The auctions that are not settled yet, oldest first: one of a metal at most; no row while there is none. */
export const liveAuctions = defineTable("reserve-auctions/live", z.array(auctionNumberSchema).max(limits.metalsMax));

/** One sealed bid or offer; its row stays as the record. */
export const bids = defineTable("reserve-auctions/bid/{auction}/{bid}", bidSchema);

/** Which bid of an auction is an account's. */
export const bidders = defineTable("reserve-auctions/bidder/{auction}/{account}", bidNumberSchema);

/** KDG locked by all bids that are not closed; no row while there is none. */
export const lockedTotals = defineTable("reserve-auctions/locked", amountSchema);
