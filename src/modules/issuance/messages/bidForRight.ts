// A user bids for a delivery right: the highest bid wins it when its month begins, and is burnt.
import { z } from "zod";
import { monthStartMs } from "#src/core/month.ts";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { anchoredCurrency, move, tie } from "#src/modules/accounts/access.ts";
import { bidsAccount } from "../books.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { requireHeld } from "../rights/book.ts";
import { returnBid } from "../rights/leaving.ts";
import { rightNumberSchema } from "../rights/schemas.ts";
import { rights } from "../tables.ts";

export const bidForRight = defineMessage({
  summary:
    "Bids KDG for a delivery right, at least what was minted on it and more than the bid before, which goes back.",
  actors: "anyone",
  schema: z.strictObject({ right: rightNumberSchema, bidMicroKdg: positiveAmountSchema }),
  work: 150,
  handle({ state, actor, emit }, { right, bidMicroKdg }) {
    const row = requireHeld(state, right);
    const startMs = monthStartMs(row.month);
    const opensMs = startMs - Number(parameters.auctionMs.get(state));
    if (state.timeMs < opensMs || state.timeMs >= startMs)
      throw refusals.auctionClosed({ right, opensMs, closesMs: startMs });
    if (row.provider === actor) throw refusals.bidderIsProvider({ right });
    const leastMicroKdg = row.bid === undefined ? row.mintedMicroKdg : row.bid.bidMicroKdg + 1n;
    if (bidMicroKdg < leastMicroKdg) throw refusals.bidTooLow({ right, leastMicroKdg });

    move.transfer(state, { currency: anchoredCurrency, from: actor, to: bidsAccount, amount: bidMicroKdg });
    returnBid(state, row);
    tie.add(state, actor);
    rights.put(state, right, { ...row, bid: { bidder: actor, bidMicroKdg } });
    emit(events.bidPlaced({ right, bidder: actor, bidMicroKdg }));
  },
});
