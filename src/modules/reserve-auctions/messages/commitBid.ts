// A buyer seals a bid for metal that the reserve sells, and locks the KDG that it may cost.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { hashSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { addBid, lockKdg, requireCommittable } from "../auctions.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { auctionNumberSchema, bidNumberSchema } from "../schemas.ts";

export const commitBid = defineMessage({
  summary: "Seals a bid of KDG for metal that the reserve sells; it binds, and is opened after the last one is in.",
  actors: "anyone",
  schema: z.strictObject({
    auction: auctionNumberSchema,
    /** SHA-256 of `kedge/auction-bid/1`, a line feed, and the CBOR of auction, bidder, price, weight and salt. */
    commitment: hashSchema,
    lockedMicroKdg: positiveAmountSchema,
  }),
  result: z.strictObject({ bid: bidNumberSchema }),
  work: 150,
  handle({ state, actor }, { auction, commitment, lockedMicroKdg }) {
    const { bids } = requireCommittable(state, auction, "release", actor);
    const most = limits.auctionBidsMax;
    if (bids >= most) throw refusals.tooManyBids({ most });
    const leastMicroKdg = parameters.lockMicroKdgLeast.get(state);
    if (lockedMicroKdg < leastMicroKdg) throw refusals.lockTooSmall({ leastMicroKdg });

    lockKdg(state, actor, lockedMicroKdg);
    return { bid: addBid(state, auction, { bidder: actor, commitment, lockedMicroKdg, certificateIds: [] }) };
  },
});
