// Events of the module `reserve-auctions`.
import { z } from "zod";
import { amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import {
  auctionNumberSchema,
  auctionSchema,
  bidNumberSchema,
  bidSchema,
  clearingSchema,
  revealedSchema,
} from "./schemas.ts";

const auction = auctionNumberSchema;
const bid = bidNumberSchema;
const { side, metal, certificateIds, weightMgMost, openedBy, commitEndsMs, revealEndsMs } = auctionSchema.shape;
const { bidder, commitment, lockedMicroKdg, filledMg, tradedMicroKdg, forfeitedMicroKdg } = bidSchema.shape;
const { outcome, microKdgPerGram } = clearingSchema.shape;
const sums = { filledMg, tradedMicroKdg, forfeitedMicroKdg };

export const events = defineEvents("reserve-auctions", {
  auctionOpened: z.strictObject({
    auction,
    ...{ side, metal, certificateIds, weightMgMost, openedBy, commitEndsMs, revealEndsMs },
  }),
  bidCommitted: z.strictObject({
    auction,
    bid,
    ...{ bidder, commitment, lockedMicroKdg, certificateIds: bidSchema.shape.certificateIds },
  }),
  bidRevealed: z.strictObject({ auction, bid, bidder, ...revealedSchema.shape }),
  auctionCleared: z.strictObject({ auction, outcome, microKdgPerGram }),
  /** Metal that left for KDG which was burnt, or came for KDG which was minted. */
  lotTraded: z.strictObject({
    ...{ auction, bid, bidder, side, metal },
    certificateId: certificateIds.element,
    fineWeightMg: positiveAmountSchema,
    microKdg: amountSchema,
  }),
  /** A fill was not safe any more: the auction fills nothing further. */
  auctionHalted: z.strictObject({ auction, bid }),
  bidClosed: z.strictObject({ auction, bid, bidder, ...sums, returnedMicroKdg: amountSchema }),
  auctionSettled: z.strictObject({ auction, ...sums }),
});
