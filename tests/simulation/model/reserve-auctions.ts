// What the module `reserve-auctions` must do: opening, sealing, opening of seals, and the end of an auction.
import { anchored, judgeTransfer, openBook, transfer } from "./accounts/book.ts";
import { ceiling, sum } from "./arithmetic.ts";
import { hasRole } from "./authority/book.ts";
import { hex } from "./encoding.ts";
import { supply } from "./issuance/book.ts";
import { cashHeld, coverageBp, metalsHeld, zoneOf } from "./issuance/cover.ts";
import { judgeCertificates } from "./issuance/minting.ts";
import { countedInAll } from "./issuance/rights.ts";
import { isAttested, metalOf } from "./metal-reserve/book.ts";
import { type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { parameter, parameterNumber } from "./parameters/book.ts";
import {
  type Auction,
  auctionBook,
  auctionsOf,
  type Market,
  marketOf,
  noSums,
  numberOf,
  type Opened,
  placeOf,
  sealOf,
} from "./reserve-auctions/book.ts";
import { settleAuctions } from "./reserve-auctions/settling.ts";

type Side = Auction["side"];

function judgeOpening(model: Model, actor: string, metal: string, side: Side, grounds: Grounds): Market | undefined {
  const market = marketOf(model, metal);
  if (grounds.when(market === undefined, "reserve-auctions/pricesUnsound") || market === undefined) return undefined;
  const isUnfit = market.isSlow || (side === "acquire" && !market.isInBasket);
  grounds.when(isUnfit, "reserve-auctions/metalUnfit");
  const isTowards = market.side === (side === "release" ? "above" : "below");
  const isAllowed = market.advice === side || hasRole(model, actor, "issuer");
  grounds.when(!isTowards || !isAllowed, "reserve-auctions/gapElsewhere");
  const assets = [...metalsHeld(model), ...cashHeld(model)];
  const zone = zoneOf(model, coverageBp(assets, supply(model), market.value, countedInAll(model)));
  const isPoor = zone === "red" || (side === "acquire" && zone === "amber");
  grounds.when(isPoor, "reserve-auctions/coverageUnfit");
  const { auctions, live } = auctionsOf(model);
  const isTaken = live.value.some((auction) => auctions.at(auction).metal === metal);
  grounds.when(isTaken, "reserve-auctions/auctionLive");
  return market;
}

function judgeSize(model: Model, market: Market, weightMg: bigint, grounds: Grounds): void {
  const worth = ceiling(weightMg * market.midNano, market.measures) * 10_000n;
  const isTooMuch = worth > market.heldNano * parameter(model, "reserve-auctions.programmeBp");
  grounds.when(weightMg > market.distanceMg || isTooMuch, "reserve-auctions/programmeTooLarge");
}

function open(model: Model, opened: Pick<Auction, "side" | "metal" | "certificateIds" | "weightMgMost" | "openedBy">) {
  const { auctions, live } = auctionsOf(model);
  const auction = auctions.size + 1;
  const commitEndsMs = model.timeMs + parameterNumber(model, "reserve-auctions.commitMs");
  const revealEndsMs = commitEndsMs + parameterNumber(model, "reserve-auctions.revealMs");
  const times = { openedMs: model.timeMs, commitEndsMs, revealEndsMs };
  auctions.set(auction, { ...opened, ...times, ...noSums, state: "open", bids: 0 });
  live.value = [...live.value, auction];
  return { auction };
}

interface Sale {
  readonly metal: string;
  readonly certificateIds: readonly number[];
}

const weigh = (model: Model, ids: readonly number[]): bigint =>
  sum(ids.map((id) => metalOf(model).certificates.get(id)?.fineWeightMg ?? 0n));

const openRelease = modelMessage<Sale>({
  judge(model, actor, { metal, certificateIds }, grounds) {
    const market = judgeOpening(model, actor, metal, "release", grounds);
    if (market === undefined) return;
    grounds.when(new Set(certificateIds).size < certificateIds.length, "reserve-auctions/lotUnfit");
    for (const id of certificateIds) {
      const found = metalOf(model).certificates.get(id);
      if (grounds.when(found === undefined, "metal-reserve/unknownCertificate") || found === undefined) continue;
      const isFit = found.state === "reserve-owned" && found.metal === metal && isAttested(model, found);
      grounds.when(!isFit, "reserve-auctions/lotUnfit");
    }
    judgeSize(model, market, weigh(model, certificateIds), grounds);
  },
  apply(model, openedBy, { metal, certificateIds }) {
    const weightMgMost = weigh(model, certificateIds);
    return open(model, { side: "release", metal, certificateIds, weightMgMost, openedBy });
  },
});

const openAcquisition = modelMessage<{ readonly metal: string; readonly weightMgMost: bigint }>({
  judge(model, actor, { metal, weightMgMost }, grounds) {
    const market = judgeOpening(model, actor, metal, "acquire", grounds);
    if (market !== undefined) judgeSize(model, market, weightMgMost, grounds);
  },
  apply: (model, openedBy, wanted) => open(model, { side: "acquire", certificateIds: [], openedBy, ...wanted }),
});

function judgeSealing(model: Model, actor: string, number: number, side: Side, grounds: Grounds): Auction | undefined {
  const auction = auctionsOf(model).auctions.get(number);
  if (grounds.when(auction === undefined, "reserve-auctions/unknownAuction") || auction === undefined) return undefined;
  grounds.when(auction.side !== side, "reserve-auctions/otherSide");
  grounds.when(model.timeMs >= auction.commitEndsMs, "reserve-auctions/commitClosed");
  grounds.when(numberOf(model, number, actor) !== undefined, "reserve-auctions/alreadyCommitted");
  grounds.when(auction.bids >= 32, "reserve-auctions/tooManyBids");
  return auction;
}

interface Sealed {
  readonly auction: number;
  readonly commitment: Uint8Array;
}

function seal(
  model: Model,
  bidder: string,
  { auction: number, commitment }: Sealed,
  behind: { readonly lockedMicroKdg: bigint; readonly certificateIds: readonly number[] },
) {
  const { auctions, bids } = auctionsOf(model);
  const auction = auctions.at(number);
  const bid = auction.bids + 1;
  auctions.set(number, { ...auction, bids: bid });
  const row = {
    bidder,
    commitment,
    committedMs: model.timeMs,
    ...behind,
    ...noSums,
    won: [],
    state: "sealed",
  } as const;
  bids.set(placeOf(number, bid), row);
  return { bid };
}

const commitBid = modelMessage<Sealed & { readonly lockedMicroKdg: bigint }>({
  judge(model, from, { auction, lockedMicroKdg: amount }, grounds) {
    judgeSealing(model, from, auction, "release", grounds);
    const lowest = parameter(model, "reserve-auctions.lockMicroKdgLeast");
    grounds.when(amount < lowest, "reserve-auctions/lockTooSmall");
    judgeTransfer(model, { currency: anchored, from, to: auctionBook, amount }, grounds);
  },
  apply(model, from, { lockedMicroKdg, ...sealed }) {
    transfer(model, { currency: anchored, from, to: auctionBook, amount: lockedMicroKdg });
    return seal(model, from, sealed, { lockedMicroKdg, certificateIds: [] });
  },
});

const commitOffer = modelMessage<Sealed & { readonly certificateIds: readonly number[] }>({
  judge(model, actor, { auction: number, certificateIds }, grounds) {
    const auction = judgeSealing(model, actor, number, "acquire", grounds);
    judgeCertificates(model, actor, certificateIds, grounds);
    const metals = certificateIds.map((id) => metalOf(model).certificates.get(id)?.metal);
    const isOther = metals.some((metal) => metal !== undefined && metal !== auction?.metal);
    grounds.when(isOther, "reserve-auctions/otherMetal");
  },
  apply(model, actor, { certificateIds, ...sealed }) {
    const { certificates } = metalOf(model);
    for (const id of certificateIds) {
      certificates.set(id, { ...certificates.at(id), state: "pledged", pledgee: auctionBook });
    }
    return seal(model, actor, sealed, { lockedMicroKdg: 0n, certificateIds });
  },
});

const revealBid = modelMessage<Opened>({
  judge(model, actor, opened, grounds) {
    const { auctions, bids } = auctionsOf(model);
    const auction = auctions.get(opened.auction);
    if (grounds.when(auction === undefined, "reserve-auctions/unknownAuction") || auction === undefined) return;
    const bid = numberOf(model, opened.auction, actor);
    const { commitEndsMs, revealEndsMs } = auction;
    const isOutOfTime = model.timeMs < commitEndsMs || model.timeMs >= revealEndsMs;
    grounds.when(isOutOfTime, "reserve-auctions/revealClosed");
    if (grounds.when(bid === undefined, "reserve-auctions/unknownBid") || bid === undefined) return;
    const row = bids.at(placeOf(opened.auction, bid));
    grounds.when(row.state !== "sealed", "reserve-auctions/alreadyRevealed");
    const isOther = hex(sealOf(actor, opened)) !== hex(row.commitment);
    grounds.when(isOther, "reserve-auctions/commitmentWrong");
    const cost = ceiling(opened.microKdgPerGram * opened.weightMg, 1_000n);
    grounds.when(auction.side === "release" && cost > row.lockedMicroKdg, "reserve-auctions/lockShort");
  },
  apply(model, actor, { auction, microKdgPerGram, weightMg }) {
    const { bids } = auctionsOf(model);
    const place = placeOf(auction, numberOf(model, auction, actor) ?? 0);
    bids.set(place, { ...bids.at(place), state: "revealed", revealed: { microKdgPerGram, weightMg } });
  },
});

const padded = (number: number | string) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: { openRelease, openAcquisition, commitBid, commitOffer, revealBid },
  start: (model) => openBook(model, auctionBook),
  end: settleAuctions,
  *moments(model) {
    const { auctions, bids, live } = auctionsOf(model);
    for (const number of live.value) {
      // Windows are not hurried through before somebody has sealed, or opened, something.
      const { commitEndsMs, revealEndsMs, bids: count } = auctions.at(number);
      const isOpened = bids
        .entries()
        .some(([place, { state }]) => place.startsWith(`${number}/`) && state === "revealed");
      if (count > 0) yield commitEndsMs;
      if (isOpened) yield* [revealEndsMs, revealEndsMs + parameterNumber(model, "reserve-auctions.patienceMs")];
    }
  },
  *rows(model) {
    const { auctions, bids, live } = auctionsOf(model);
    for (const [number, auction] of auctions.entries()) yield [`reserve-auctions/auction/${padded(number)}`, auction];
    for (const [place, bid] of bids.entries()) {
      const [auction = "", number = ""] = place.split("/");
      yield [`reserve-auctions/bid/${padded(auction)}/${padded(number)}`, bid];
      yield [`reserve-auctions/bidder/${padded(auction)}/${bid.bidder}`, Number(number)];
    }
    if (auctions.size > 0) yield ["reserve-auctions/last-auction", auctions.size];
    if (live.value.length > 0) yield ["reserve-auctions/live", live.value];
    const open = bids.values().filter(({ state }) => state !== "closed");
    const locked = sum(open.map(({ lockedMicroKdg }) => lockedMicroKdg));
    if (locked > 0n) yield ["reserve-auctions/locked", locked];
  },
};
