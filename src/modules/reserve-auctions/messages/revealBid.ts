// A bidder or seller opens what it has sealed.
import { z } from "zod";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { defineMessage } from "#src/machine/message.ts";
import { requireAuction, requireBid } from "../auctions.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { commitmentOf, costUp } from "../rules.ts";
import { auctionNumberSchema, saltSchema } from "../schemas.ts";
import { bidders, bids } from "../tables.ts";

export const revealBid = defineMessage({
  summary: "Opens a sealed bid or offer: its price for a gram of fine metal, its weight and its salt.",
  actors: "anyone",
  schema: z.strictObject({
    auction: auctionNumberSchema,
    microKdgPerGram: positiveAmountSchema,
    weightMg: positiveAmountSchema,
    salt: saltSchema,
  }),
  work: 100,
  handle({ state, actor, emit }, { auction, microKdgPerGram, weightMg, salt }) {
    const { side, commitEndsMs, revealEndsMs } = requireAuction(state, auction);
    const bid = bidders.get(state, auction, actor);
    if (bid === undefined) throw refusals.unknownBid({ auction });
    if (state.timeMs < commitEndsMs || state.timeMs >= revealEndsMs)
      throw refusals.revealClosed({ auction, opensMs: commitEndsMs, closesMs: revealEndsMs });
    const row = requireBid(state, auction, bid);
    if (row.state !== "sealed") throw refusals.alreadyRevealed({ auction, bid });
    const sealed = commitmentOf({ auction, bidder: actor, microKdgPerGram, weightMg, salt });
    if (!bytesEqual(sealed, row.commitment)) throw refusals.commitmentWrong({ auction, bid });
    const { lockedMicroKdg } = row;
    const neededMicroKdg = costUp(microKdgPerGram, weightMg);
    if (side === "release" && neededMicroKdg > lockedMicroKdg)
      throw refusals.lockShort({ lockedMicroKdg, neededMicroKdg });

    bids.put(state, auction, bid, { ...row, state: "revealed", revealed: { microKdgPerGram, weightMg } });
    emit(events.bidRevealed({ auction, bid, bidder: actor, microKdgPerGram, weightMg }));
  },
});
