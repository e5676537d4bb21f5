// Settling an auction: one price for all fills, each looked at again when it is made, a slice of bids in a block.

import { minimum } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { read as issuance, type Market, move as moveIssuance } from "#src/modules/issuance/access.ts";
import { read as metalReserve, move as moveMetal } from "#src/modules/metal-reserve/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { closeAuction, closeBid, requireAuction, requireBid } from "./auctions.ts";
import { auctionsAccount } from "./books.ts";
import { events } from "./events.ts";
import { parameters } from "./parameters.ts";
import {
  type Cleared,
  clearAcquisition,
  clearRelease,
  costUp,
  forfeitOf,
  leastPrice,
  mostPrice,
  proceedsDown,
} from "./rules.ts";
import type { Auction, Bid, Lot } from "./schemas.ts";
import { auctions, bids } from "./tables.ts";

/** Clears an auction whose bids are open, at sound prices; without them it waits, and ends when it has waited long enough. */
export function clearDue(state: State, auction: number, row: Stored<Auction>): boolean {
  const market = issuance.readMarket(state, row.metal);
  const untilMs = row.revealEndsMs + Number(parameters.patienceMs.get(state));
  if (market === undefined && state.timeMs < untilMs) return false;
  const { microKdgPerGram, wins } = market === undefined ? nobody : clear(state, auction, row, market);
  for (const { bid, lots } of wins) {
    bids.put(state, auction, bid, { ...requireBid(state, auction, bid), won: [...lots] });
  }
  const winners = wins.map(({ bid }) => bid);
  const others = numbersOf(row).filter((bid) => !winners.includes(bid));
  const outcome = market === undefined ? "unsound" : wins.length === 0 ? "nothing" : "filled";
  const clearing = { clearedMs: state.timeMs, outcome, microKdgPerGram, queue: [...winners, ...others] } as const;
  auctions.put(state, auction, { ...row, state: "settling", clearing: { ...clearing, halted: false } });
  state.emit(events.auctionCleared({ auction, outcome, microKdgPerGram }));
  return true;
}

const nobody: Cleared = { microKdgPerGram: 0n, wins: [] };

function numbersOf({ bids: count }: Stored<Auction>): number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}

/** Nothing is traded away from the target: then nobody wins. */
function clear(state: StateReader, auction: number, row: Stored<Auction>, market: Market): Cleared {
  const isSale = row.side === "release";
  if (market.side !== (isSale ? "above" : "below")) return nobody;
  const mostMg = minimum(row.weightMgMost, market.distanceMg);
  const opened = numbersOf(row).flatMap((bid) => {
    const { revealed, certificateIds } = requireBid(state, auction, bid);
    return revealed === undefined ? [] : [{ bid, ...revealed, certificateIds }];
  });
  if (isSale) {
    return clearRelease({
      bids: opened,
      lots: row.certificateIds.flatMap((certificateId) => soldLot(state, certificateId)),
      mostMg,
      floor: leastPrice(market, parameters.slippageBp.get(state)),
      takeableMg: (wholeMg, partMg) => metalReserve.takeableMg(state, row.metal, wholeMg, partMg),
    });
  }
  const offers = opened.map(({ certificateIds, ...offer }) => ({
    ...offer,
    lots: certificateIds.flatMap((certificateId) => offeredLot(state, certificateId)),
  }));
  return clearAcquisition({ offers, mostMg, ceiling: mostPrice(market) });
}

/** A certificate that the reserve still has: redemptions may have taken it, or a part of it, since it was named. */
function soldLot(state: StateReader, certificateId: number): Lot[] {
  const { state: standing, attested, fineWeightMg } = metalReserve.certificate(state, certificateId);
  return standing === "reserve-owned" && attested ? [{ certificateId, fineWeightMg }] : [];
}

/** A certificate offered whose metal is there and attested. */
function offeredLot(state: StateReader, certificateId: number): Lot[] {
  const { attested, fineWeightMg } = metalReserve.certificate(state, certificateId);
  const isThere = metalReserve.isPledgedTo(state, certificateId, auctionsAccount);
  return isThere && attested ? [{ certificateId, fineWeightMg }] : [];
}

/** Settles the next bids of a cleared auction, and the auction itself after its last one. */
export function settleSlice(state: State, auction: number): void {
  for (let settled = 0; settled < limits.auctionBidsSettledPerBlockMax; settled += 1) {
    const row = requireAuction(state, auction);
    const clearing = present(row.clearing, "an auction that settles was cleared");
    const [bid, ...queue] = clearing.queue;
    if (bid === undefined) break;
    const filled = fill(state, auction, bid, row, clearing.halted);
    auctions.put(state, auction, {
      ...row,
      clearing: { ...clearing, queue, halted: filled.halted },
      filledMg: row.filledMg + filled.bid.filledMg,
      tradedMicroKdg: row.tradedMicroKdg + filled.bid.tradedMicroKdg,
      forfeitedMicroKdg: row.forfeitedMicroKdg + filled.bid.forfeitedMicroKdg,
    });
  }
  const row = requireAuction(state, auction);
  if (row.clearing?.queue.length === 0) closeAuction(state, auction, row);
}

interface Filled {
  readonly bid: Stored<Bid>;
  readonly halted: boolean;
}

/** Makes what a bid has won as long as that is safe, takes what it forfeits, and gives the rest back. */
function fill(state: State, auction: number, bid: number, row: Stored<Auction>, isHalted: boolean): Filled {
  let after = requireBid(state, auction, bid);
  let halted = isHalted;
  for (const lot of after.won) {
    if (halted) break;
    const traded = trade(state, auction, bid, row, after, lot);
    if (traded === "unsafe") {
      halted = true;
      state.emit(events.auctionHalted({ auction, bid }));
    } else if (traded !== "gone") after = traded;
  }
  if (after.state === "sealed") after = forfeit(state, after);
  const pledged = after.certificateIds.filter((id) => metalReserve.pledgee(state, id) === auctionsAccount);
  moveMetal.releasePledge(state, { certificateIds: pledged, pledgee: auctionsAccount });
  closeBid(state, auction, bid, after);
  return { bid: after, halted };
}

/** What nobody opened pays for the free choice that it was: else a bidder would wait for the prices of the other day. */
function forfeit(state: State, row: Stored<Bid>): Stored<Bid> {
  const forfeitedMicroKdg = forfeitOf(row.lockedMicroKdg, parameters.forfeitBp.get(state));
  if (forfeitedMicroKdg > 0n) moveIssuance.burnFromBook(state, auctionsAccount, forfeitedMicroKdg);
  return { ...row, forfeitedMicroKdg };
}

/** One lot for one bid: `gone` where the metal is not there any more, `unsafe` where the reserve would lose by it. */
function trade(
  state: State,
  auction: number,
  bid: number,
  row: Stored<Auction>,
  before: Stored<Bid>,
  { certificateId, fineWeightMg }: Stored<Lot>,
): Stored<Bid> | "gone" | "unsafe" {
  const price = present(row.clearing, "an auction that settles was cleared").microKdgPerGram;
  const filledMg = before.filledMg + fineWeightMg;
  const isSale = row.side === "release";
  // Sums are rounded, not lots: pieces cost together what their weight costs.
  const tradedMicroKdg = isSale ? costUp(price, filledMg) : proceedsDown(price, filledMg);
  const microKdg = tradedMicroKdg - before.tradedMicroKdg;
  const [lot] = isSale ? soldLot(state, certificateId) : offeredLot(state, certificateId);
  if (lot === undefined) return "gone";
  const takeableMg = isSale
    ? metalReserve.takeableMg(state, row.metal, lot.fineWeightMg, fineWeightMg)
    : lot.fineWeightMg;
  if (takeableMg !== fineWeightMg || (!isSale && !issuance.canBePaid(state, before.bidder))) return "gone";
  const market = issuance.readMarket(state, row.metal);
  if (market === undefined) return "unsafe";
  const { bidder } = before;
  let tradedId = certificateId;
  if (isSale) {
    if (price < leastPrice(market, parameters.slippageBp.get(state))) return "unsafe";
    if (!issuance.isReleaseSafe(state, market, { metal: row.metal, fineWeightMg, microKdg })) return "unsafe";
    const release = { certificateId, fineWeightMg, to: bidder, book: auctionsAccount, microKdg };
    tradedId = moveIssuance.releaseForKdg(state, release);
  } else {
    if (price > mostPrice(market) || !issuance.isAcquisitionSafe(state, market, { certificateId, microKdg })) {
      return "unsafe";
    }
    moveIssuance.acquireForKdg(state, { certificateId, book: auctionsAccount, microKdg });
  }
  const traded = { certificateId: tradedId, fineWeightMg, microKdg };
  state.emit(events.lotTraded({ auction, bid, bidder, side: row.side, metal: row.metal, ...traded }));
  return { ...before, filledMg, tradedMicroKdg };
}
