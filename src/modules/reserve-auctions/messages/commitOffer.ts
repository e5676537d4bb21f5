// The owner of certificates seals an offer of metal to the reserve, and pledges them.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { hashSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as metalReserve, schemas as metalSchemas, move as moveMetal } from "#src/modules/metal-reserve/access.ts";
import { addBid, requireCommittable } from "../auctions.ts";
import { auctionsAccount } from "../books.ts";
import { refusals } from "../refusals.ts";
import { auctionNumberSchema, bidNumberSchema } from "../schemas.ts";

export const commitOffer = defineMessage({
  summary: "Seals an offer of metal certificates to the reserve for KDG; they are locked until the auction is settled.",
  actors: "anyone",
  schema: z.strictObject({
    auction: auctionNumberSchema,
    /** As in a bid; the weight is the most that is sold. */
    commitment: hashSchema,
    certificateIds: z.array(metalSchemas.certificateId).min(1).max(limits.offerCertificatesMax),
  }),
  result: z.strictObject({ bid: bidNumberSchema }),
  work: ({ certificateIds }) => 150 + 60 * certificateIds.length,
  handle({ state, actor }, { auction, commitment, certificateIds }) {
    const { bids, metal } = requireCommittable(state, auction, "acquire", actor);
    const most = limits.auctionBidsMax;
    if (bids >= most) throw refusals.tooManyBids({ most });
    for (const certificateId of certificateIds) {
      const certificate = metalReserve.certificate(state, certificateId);
      if (certificate.metal !== metal) throw refusals.otherMetal({ certificateId, metal: certificate.metal });
    }

    moveMetal.pledge(state, { certificateIds, from: actor, pledgee: auctionsAccount });
    return { bid: addBid(state, auction, { bidder: actor, commitment, lockedMicroKdg: 0n, certificateIds }) };
  },
});
