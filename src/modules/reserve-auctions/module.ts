// The module `reserve-auctions`: metal of the reserve sold and bought for KDG by sealed bids at one price, towards the target.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { auctionsEqualBids, liveAuctionsAreListed, locksEqualBids, offersArePledged } from "./invariants.ts";
import { commitBid } from "./messages/commitBid.ts";
import { commitOffer } from "./messages/commitOffer.ts";
import { openAcquisition } from "./messages/openAcquisition.ts";
import { openRelease } from "./messages/openRelease.ts";
import { revealBid } from "./messages/revealBid.ts";
import { parameters } from "./parameters.ts";
import { auction } from "./queries/auction.ts";
import { auctions } from "./queries/auctions.ts";
import { bid } from "./queries/bid.ts";
import { bids } from "./queries/bids.ts";
import { terms } from "./queries/terms.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const reserveAuctions = defineModule({
  name: "reserve-auctions",
  version: 1,
  summary: "Metal of the reserve sold and bought for KDG by sealed bids at one price, towards its target alone.",
  after: ["accounts", "authority", "issuance", "metal-reserve"],
  tables: {
    auctions: tables.auctions,
    lastAuctions: tables.lastAuctions,
    liveAuctions: tables.liveAuctions,
    bids: tables.bids,
    bidders: tables.bidders,
    lockedTotals: tables.lockedTotals,
  },
  messages: { openRelease, openAcquisition, commitBid, commitOffer, revealBid },
  queries: { auction, auctions, bid, bids, terms },
  events,
  refusals,
  parameters,
  invariants: { locksEqualBids, offersArePledged, auctionsEqualBids, liveAuctionsAreListed },
  genesis,
  blocks,
});
