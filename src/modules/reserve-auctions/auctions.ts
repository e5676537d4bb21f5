// The book of auctions: rows of auctions and bids, which of them are live, and the KDG that bids have locked.
import type { Account } from "#src/core/account.ts";
import { anchoredCurrency, move as moveMoney, tie } from "#src/modules/accounts/access.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { read as issuance, type Market } from "#src/modules/issuance/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { auctionsAccount } from "./books.ts";
import { events } from "./events.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { fitsProgramme } from "./rules.ts";
import type { Auction, Bid, Side } from "./schemas.ts";
import { auctions, bidders, bids, lastAuctions, liveAuctions, lockedTotals } from "./tables.ts";

export function requireAuction(state: StateReader, auction: number): Stored<Auction> {
  const row = auctions.get(state, auction);
  if (row === undefined) throw refusals.unknownAuction({ auction });
  return row;
}

export function requireBid(state: StateReader, auction: number, bid: number): Stored<Bid> {
  const row = bids.get(state, auction, bid);
  if (row === undefined) throw refusals.unknownBid({ auction });
  return row;
}

/** A live auction of the metal, if there is one. */
function liveOf(state: StateReader, metal: string): number | undefined {
  return (liveAuctions.get(state) ?? []).find((auction) => auctions.get(state, auction)?.metal === metal);
}

/** The metal's market, if an auction of this side may be opened by the actor now. */
export function requireOpenable(state: StateReader, actor: Account, metal: string, side: Side): Market {
  const market = issuance.readMarket(state, metal);
  if (market === undefined) throw refusals.pricesUnsound({ metal });
  if (market.isSlow || (side === "acquire" && !market.isInBasket)) throw refusals.metalUnfit({ metal });
  const { advice } = market;
  const isAskedFor = advice === side;
  const isTowards = market.side === (side === "release" ? "above" : "below");
  if (!isTowards || !(isAskedFor || authority.hasRole(state, actor, "issuer"))) {
    throw refusals.gapElsewhere({ metal, side, advice });
  }
  const zone = issuance.zone(state);
  if (zone === "red" || (side === "acquire" && zone !== "green")) throw refusals.coverageUnfit({ zone });
  const auction = liveOf(state, metal);
  if (auction !== undefined) throw refusals.auctionLive({ metal, auction });
  return market;
}

export function requireWithinProgramme(state: StateReader, market: Market, weightMg: bigint): void {
  const { distanceMg } = market;
  const programmeBp = parameters.programmeBp.get(state);
  if (weightMg > distanceMg || !fitsProgramme(market, weightMg, programmeBp)) {
    throw refusals.programmeTooLarge({ weightMg, distanceMg });
  }
}

/** Opens an auction that was checked before; returns its number. */
export function openAuction(
  state: State,
  opened: Pick<Auction, "side" | "metal" | "certificateIds" | "weightMgMost" | "openedBy">,
): number {
  const auction = (lastAuctions.get(state) ?? 0) + 1;
  const commitEndsMs = state.timeMs + Number(parameters.commitMs.get(state));
  const revealEndsMs = commitEndsMs + Number(parameters.revealMs.get(state));
  const none = { bids: 0, filledMg: 0n, tradedMicroKdg: 0n, forfeitedMicroKdg: 0n };
  lastAuctions.put(state, auction);
  liveAuctions.put(state, [...(liveAuctions.get(state) ?? []), auction]);
  auctions.put(state, auction, {
    ...opened,
    ...{ openedMs: state.timeMs, commitEndsMs, revealEndsMs, state: "open", ...none },
  });
  state.emit(events.auctionOpened({ auction, ...opened, commitEndsMs, revealEndsMs }));
  return auction;
}

export function closeAuction(state: State, auction: number, row: Stored<Auction>): void {
  auctions.put(state, auction, { ...row, state: "settled" });
  const left = (liveAuctions.get(state) ?? []).filter((each) => each !== auction);
  if (left.length === 0) liveAuctions.delete(state);
  else liveAuctions.put(state, left);
  const { filledMg, tradedMicroKdg, forfeitedMicroKdg } = row;
  state.emit(events.auctionSettled({ auction, filledMg, tradedMicroKdg, forfeitedMicroKdg }));
}

/** An auction of the side that takes sealed bids now, and none of this account yet. */
export function requireCommittable(state: StateReader, auction: number, side: Side, actor: Account): Stored<Auction> {
  const row = requireAuction(state, auction);
  if (row.side !== side) throw refusals.otherSide({ auction, side: row.side });
  if (state.timeMs >= row.commitEndsMs) throw refusals.commitClosed({ auction, closedMs: row.commitEndsMs });
  const bid = bidders.get(state, auction, actor);
  if (bid !== undefined) throw refusals.alreadyCommitted({ auction, bid });
  return row;
}

/** Takes a sealed bid or offer in; what stands behind it was moved to the book before. */
export function addBid(
  state: State,
  auction: number,
  sealed: Pick<Bid, "bidder" | "commitment" | "lockedMicroKdg" | "certificateIds">,
): number {
  const row = requireAuction(state, auction);
  const bid = row.bids + 1;
  const none = { won: [], filledMg: 0n, tradedMicroKdg: 0n, forfeitedMicroKdg: 0n };
  auctions.put(state, auction, { ...row, bids: bid });
  bidders.put(state, auction, sealed.bidder, bid);
  bids.put(state, auction, bid, { ...sealed, committedMs: state.timeMs, state: "sealed", ...none });
  state.tally("reserve-auctions/locked", sealed.lockedMicroKdg);
  tie.add(state, sealed.bidder);
  state.emit(events.bidCommitted({ auction, bid, ...sealed }));
  return bid;
}

export function lockKdg(state: State, from: Account, amount: bigint): void {
  moveMoney.transfer(state, { currency: anchoredCurrency, from, to: auctionsAccount, amount });
  addToLocked(state, amount);
}

/** Closes a bid: what is left of its lock goes back, to a frozen account too, where it stays frozen. */
export function closeBid(state: State, auction: number, bid: number, row: Stored<Bid>): void {
  const { bidder, lockedMicroKdg, certificateIds, filledMg, tradedMicroKdg, forfeitedMicroKdg } = row;
  const spentMicroKdg = certificateIds.length > 0 ? 0n : tradedMicroKdg + forfeitedMicroKdg;
  const returnedMicroKdg = lockedMicroKdg - spentMicroKdg;
  moveMoney.giveBack(state, {
    ...{ currency: anchoredCurrency, from: auctionsAccount, to: bidder, amount: returnedMicroKdg },
  });
  addToLocked(state, -lockedMicroKdg);
  state.tally("reserve-auctions/locked", -lockedMicroKdg);
  tie.remove(state, bidder);
  bids.put(state, auction, bid, { ...row, state: "closed" });
  const sums = { filledMg, tradedMicroKdg, forfeitedMicroKdg };
  state.emit(events.bidClosed({ auction, bid, bidder, ...sums, returnedMicroKdg }));
}

/** The total against the sum of the bids' rows, which tally the other side. */
function addToLocked(state: State, delta: bigint): void {
  const after = (lockedTotals.get(state) ?? 0n) + delta;
  if (after === 0n) lockedTotals.delete(state);
  else lockedTotals.put(state, after);
  state.tally("reserve-auctions/locked", -delta);
}
