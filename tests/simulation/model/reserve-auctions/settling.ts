// How an auction ends, as the model does it: one price, fills one after the other as long as they are safe.
import { anchored, balanceRow, giveBack, isFrozen, isPaused } from "../accounts/book.ts";
import { ceiling, floor, least } from "../arithmetic.ts";
import { letGo } from "../bonds/book.ts";
import { burnKdg, mintKdg, reserve, supply } from "../issuance/book.ts";
import { type Asset, cashHeld, coverageBp, metalsHeld, zoneOf } from "../issuance/cover.ts";
import { judgeComposition, judgeSources, judgeSpread } from "../issuance/minting.ts";
import { countedInAll } from "../issuance/rights.ts";
import { room } from "../issuance/room.ts";
import { judgePace, refill, take } from "../issuance/throttles.ts";
import { isAttested, leave, metalOf } from "../metal-reserve/book.ts";
import { cut } from "../metal-reserve/certificates.ts";
import { titleLine } from "../metal-reserve/reserve.ts";
import { Grounds, type Model } from "../model.ts";
import { parameter, parameterNumber } from "../parameters/book.ts";
import { type Auction, auctionBook, auctionsOf, type Bid, type Lot, type Market, marketOf, placeOf } from "./book.ts";

/** At the end of a block: the first auction that can go on does, with eight of its bids. */
export function settleAuctions(model: Model): void {
  const { auctions, live } = auctionsOf(model);
  if (isPaused(model, anchored)) return;
  for (const number of live.value) {
    const auction = auctions.at(number);
    if (model.timeMs < auction.revealEndsMs) continue;
    if (auction.state === "open" && !clear(model, number, auction)) continue;
    for (let settled = 0; settled < 8 && (auctions.at(number).clearing?.queue.length ?? 0) > 0; settled += 1) {
      settleNext(model, number);
    }
    const after = auctions.at(number);
    if (after.clearing?.queue.length !== 0) return;
    auctions.set(number, { ...after, state: "settled" });
    live.value = live.value.filter((each) => each !== number);
    return;
  }
}

interface Told {
  readonly bid: number;
  readonly row: Bid;
  readonly price: bigint;
  leftMg: bigint;
  readonly won: Lot[];
}

/** How much a payment takes of so much: bars whole, lots down to the smallest piece on either side. */
function takeable(model: Model, metal: string, wholeMg: bigint, mostMg: bigint): bigint {
  const { form, pieceWeightMgMin } = metalOf(model).metals.at(metal);
  if (wholeMg <= mostMg) return wholeMg;
  if (form === "bar") return 0n;
  const piece = least(mostMg, wholeMg - pieceWeightMgMin);
  return piece < pieceWeightMgMin ? 0n : piece;
}

/** The weight of a certificate that can still be traded. */
function there(model: Model, { side }: Auction, id: number): bigint | undefined {
  const certificate = metalOf(model).certificates.at(id);
  const isThere =
    side === "release"
      ? certificate.state === "reserve-owned"
      : certificate.state === "pledged" && certificate.pledgee === auctionBook;
  return isThere && isAttested(model, certificate) ? certificate.fineWeightMg : undefined;
}

function clear(model: Model, number: number, auction: Auction): boolean {
  const { auctions, bids } = auctionsOf(model);
  const market = marketOf(model, auction.metal);
  const patienceMs = parameterNumber(model, "reserve-auctions.patienceMs");
  if (market === undefined && model.timeMs < auction.revealEndsMs + patienceMs) return false;
  const winners = market === undefined ? [] : winnersOf(model, number, auction, market);
  for (const { bid, row, won } of winners) bids.set(placeOf(number, bid), { ...row, won });
  const named = winners.map(({ bid }) => bid);
  const all = Array.from({ length: auction.bids }, (_, at) => at + 1);
  const clearing = {
    clearedMs: model.timeMs,
    outcome: market === undefined ? "unsound" : named.length === 0 ? "nothing" : "filled",
    microKdgPerGram: winners.at(-1)?.price ?? 0n,
    queue: [...named, ...all.filter((bid) => !named.includes(bid))],
    halted: false,
  } as const;
  auctions.set(number, { ...auction, state: "settling", clearing });
  return true;
}

function winnersOf(model: Model, number: number, auction: Auction, market: Market): Told[] {
  const isSale = auction.side === "release";
  if (market.side !== (isSale ? "above" : "below")) return [];
  const told: Told[] = [];
  for (let bid = 1; bid <= auction.bids; bid += 1) {
    const row = auctionsOf(model).bids.at(placeOf(number, bid));
    if (row.revealed === undefined) continue;
    const { microKdgPerGram: price, weightMg: leftMg } = row.revealed;
    if (isSale ? price < market.leastPrice : price > market.mostPrice) continue;
    told.push({ bid, row, price, leftMg, won: [] });
  }
  // Sorting is stable, so that equal prices keep the order of sealing.
  told.sort((left, right) => {
    if (left.price === right.price) return 0;
    return left.price > right.price === isSale ? -1 : 1;
  });
  const stock = new Map(auction.certificateIds.map((id) => [id, there(model, auction, id) ?? 0n]));
  let mostMg = least(auction.weightMgMost, market.distanceMg);
  for (const each of told) {
    const lots = isSale
      ? [...stock]
      : each.row.certificateIds.map((id) => [id, there(model, auction, id) ?? 0n] as const);
    for (const [certificateId, wholeMg] of lots) {
      const roomMg = least(each.leftMg, mostMg);
      const fineWeightMg = isSale ? takeable(model, auction.metal, wholeMg, roomMg) : wholeMg <= roomMg ? wholeMg : 0n;
      if (wholeMg === 0n || fineWeightMg === 0n) continue;
      if (isSale) stock.set(certificateId, wholeMg - fineWeightMg);
      each.won.push({ certificateId, fineWeightMg });
      each.leftMg -= fineWeightMg;
      mostMg -= fineWeightMg;
    }
  }
  return told.filter(({ won }) => won.length > 0);
}

function settleNext(model: Model, number: number): void {
  const { auctions, bids } = auctionsOf(model);
  const auction = auctions.at(number);
  const { clearing } = auction;
  const [bid, ...queue] = clearing?.queue ?? [];
  if (clearing === undefined || bid === undefined) return;
  const place = placeOf(number, bid);
  let { halted } = clearing;
  for (const lot of bids.at(place).won) {
    if (halted) break;
    halted = trade(model, auction, clearing.microKdgPerGram, place, lot) === "unsafe";
  }
  const row = bids.at(place);
  const isSealed = row.state === "sealed";
  const forfeitBp = parameter(model, "reserve-auctions.forfeitBp");
  const forfeitedMicroKdg = isSealed ? floor(row.lockedMicroKdg * forfeitBp, 10_000n) : 0n;
  burnKdgIfAny(model, forfeitedMicroKdg);
  for (const id of row.certificateIds) {
    const certificate = metalOf(model).certificates.at(id);
    if (certificate.pledgee === auctionBook) letGo(model, id, certificate.owner, "active");
  }
  if (auction.side === "release") {
    const amount = row.lockedMicroKdg - row.tradedMicroKdg - forfeitedMicroKdg;
    giveBack(model, { currency: anchored, from: auctionBook, to: row.bidder, amount });
  }
  bids.set(place, { ...row, state: "closed", forfeitedMicroKdg });
  auctions.set(number, {
    ...auction,
    clearing: { ...clearing, queue, halted },
    filledMg: auction.filledMg + row.filledMg,
    tradedMicroKdg: auction.tradedMicroKdg + row.tradedMicroKdg,
    forfeitedMicroKdg: auction.forfeitedMicroKdg + forfeitedMicroKdg,
  });
}

function burnKdgIfAny(model: Model, amount: bigint): void {
  if (amount > 0n) burnKdg(model, auctionBook, amount);
}

function trade(model: Model, auction: Auction, price: bigint, place: string, lot: Lot): "done" | "gone" | "unsafe" {
  const { bids } = auctionsOf(model);
  const row = bids.at(place);
  const { certificateId: id, fineWeightMg } = lot;
  const isSale = auction.side === "release";
  const filledMg = row.filledMg + fineWeightMg;
  const all = isSale ? ceiling(price * filledMg, 1_000n) : floor(price * filledMg, 1_000n);
  const microKdg = all - row.tradedMicroKdg;
  const wholeMg = there(model, auction, id);
  if (wholeMg === undefined) return "gone";
  if (isSale && takeable(model, auction.metal, wholeMg, fineWeightMg) !== fineWeightMg) return "gone";
  if (!isSale && !canBePaid(model, row.bidder)) return "gone";
  const market = marketOf(model, auction.metal);
  if (market === undefined) return "unsafe";
  if (isSale) {
    if (price < market.leastPrice || !isSaleSafe(model, market, auction.metal, fineWeightMg, microKdg)) return "unsafe";
    burnKdg(model, auctionBook, microKdg);
    hand(model, id, fineWeightMg, row.bidder);
  } else {
    if (price > market.mostPrice || !isPurchaseSafe(model, market, id, microKdg)) return "unsafe";
    letGo(model, id, reserve, "reserve-owned");
    take(model, "issuance", microKdg);
    refill(model, "redemption", microKdg);
    mintKdg(model, row.bidder, microKdg);
  }
  bids.set(place, { ...row, filledMg, tradedMicroKdg: all });
  return "done";
}

const canBePaid = (model: Model, account: string): boolean =>
  !isFrozen(model, account) && balanceRow(model, anchored, account)?.frozenReference === undefined;

/** A certificate of the reserve, or a piece of it, becomes somebody's. */
function hand(model: Model, id: number, fineWeightMg: bigint, to: string): void {
  const { certificates, titles } = metalOf(model);
  const certificate = certificates.at(id);
  const isWhole = certificate.fineWeightMg === fineWeightMg;
  const [released = id] = isWhole ? [] : cut(model, id, [fineWeightMg]);
  if (isWhole) leave(titles, titleLine(certificate), id);
  certificates.set(released, { ...certificates.at(released), owner: to, state: "active" });
}

const changed = (metals: readonly Asset[], metal: string, deltaMg: bigint): Asset[] =>
  metals.map((asset) => (asset.name === metal ? { ...asset, quantity: asset.quantity + deltaMg } : asset));

function coverages(model: Model, { value }: Market, metals: readonly Asset[], supplied: bigint) {
  const assets = [...metals, ...cashHeld(model)];
  return {
    total: coverageBp(assets, supplied, value, countedInAll(model)),
    hard: coverageBp(assets, supplied, value),
  };
}

function isSaleSafe(model: Model, market: Market, metal: string, mg: bigint, microKdg: bigint): boolean {
  if (market.side !== "above" || mg > market.distanceMg || microKdg > supply(model)) return false;
  const before = metalsHeld(model);
  const after = changed(before, metal, -mg);
  const was = coverages(model, market, before, supply(model));
  const is = coverages(model, market, after, supply(model) - microKdg);
  if (zoneOf(model, was.total) === "red") return false;
  const green = parameter(model, "issuance.greenBp");
  const floorBp = parameter(model, "issuance.hardFloorBp");
  if (is.total !== undefined && is.total < least(green, was.total ?? green)) return false;
  if (is.hard !== undefined && is.hard < least(floorBp, was.hard ?? floorBp)) return false;
  const grounds = new Grounds();
  judgeComposition(before, after, model, grounds);
  return !grounds.any;
}

function isPurchaseSafe(model: Model, market: Market, id: number, microKdg: bigint): boolean {
  const certificate = metalOf(model).certificates.at(id);
  const { metal, fineWeightMg } = certificate;
  if (market.side !== "below" || fineWeightMg > market.distanceMg || !market.isInBasket || market.isSlow) return false;
  const before = metalsHeld(model);
  const after = changed(before, metal, fineWeightMg);
  const was = coverages(model, market, before, supply(model));
  const is = coverages(model, market, after, supply(model) + microKdg);
  if (zoneOf(model, was.total) !== "green") return false;
  if (is.total !== undefined && is.total < parameter(model, "issuance.greenBp")) return false;
  if (is.hard !== undefined && is.hard < parameter(model, "issuance.hardFloorBp")) return false;
  const grounds = new Grounds();
  judgeComposition(before, after, model, grounds);
  judgeSpread(model, before, [certificate], grounds);
  judgeSources(model, before, [certificate], grounds);
  grounds.when(microKdg > room(model).microKdg, "issuance/roomShort");
  judgePace(model, "issuance", microKdg, grounds);
  return !grounds.any;
}
