// The shapes of auctions and of sealed bids.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  bytesSchema,
  hashSchema,
  positiveAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { schemas as metalSchemas } from "#src/modules/metal-reserve/access.ts";

export const auctionNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
export const bidNumberSchema = z.int().min(1).max(limits.auctionBidsMax);
export const sideSchema = z.enum(["release", "acquire"]);
export type Side = z.output<typeof sideSchema>;

/** Makes a guess of a sealed price as hard as one of the hash itself. */
export const saltSchema = bytesSchema(16, 32);

const lotIdsSchema = z.array(metalSchemas.certificateId).max(limits.auctionLotsMax);

/** How an auction was cleared. */
export const clearingSchema = z.strictObject({
  clearedMs: timeMsSchema,
  /** `nothing`: no bid and no offer could be filled; `unsound`: prices were unsound for too long. */
  outcome: z.enum(["filled", "nothing", "unsound"]),
  /** The one price of all fills, in micro-KDG for a gram of fine metal; 0 where nothing is filled. */
  microKdgPerGram: amountSchema,
  /** Bids still to be settled, winners in the order of their prices first. */
  queue: z.array(bidNumberSchema).max(limits.auctionBidsMax),
  /** A fill was not safe any more: what was filled stands, and nothing more is. */
  halted: z.boolean(),
});

export const auctionSchema = z.strictObject({
  side: sideSchema,
  metal: metalSchemas.metal,
  /** What the reserve sells; empty where it buys. */
  certificateIds: lotIdsSchema,
  weightMgMost: positiveAmountSchema,
  openedBy: accountSchema,
  openedMs: timeMsSchema,
  commitEndsMs: timeMsSchema,
  revealEndsMs: timeMsSchema,
  state: z.enum(["open", "settling", "settled"]),
  bids: z.int().min(0).max(limits.auctionBidsMax),
  clearing: clearingSchema.optional(),
  filledMg: amountSchema,
  /** Burnt for metal that was sold, minted for metal that was bought. */
  tradedMicroKdg: amountSchema,
  forfeitedMicroKdg: amountSchema,
});
export type Auction = z.output<typeof auctionSchema>;

export const lotSchema = z.strictObject({
  certificateId: metalSchemas.certificateId,
  fineWeightMg: positiveAmountSchema,
});
export type Lot = z.output<typeof lotSchema>;

export const revealedSchema = z.strictObject({ microKdgPerGram: positiveAmountSchema, weightMg: positiveAmountSchema });

/** A sealed bid for metal, or a sealed offer of it. */
export const bidSchema = z.strictObject({
  bidder: accountSchema,
  commitment: hashSchema,
  committedMs: timeMsSchema,
  /** KDG behind a bid; an offer has none. */
  lockedMicroKdg: amountSchema,
  /** Metal behind an offer; a bid has none. */
  certificateIds: z.array(metalSchemas.certificateId).max(limits.offerCertificatesMax),
  revealed: revealedSchema.optional(),
  /** What clearing gives it, as long as that stays safe. */
  won: z.array(lotSchema).max(limits.auctionLotsMax),
  state: z.enum(["sealed", "revealed", "closed"]),
  filledMg: amountSchema,
  tradedMicroKdg: amountSchema,
  forfeitedMicroKdg: amountSchema,
});
export type Bid = z.output<typeof bidSchema>;
