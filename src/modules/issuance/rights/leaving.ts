// How a right leaves the reserve: back to its provider, to whoever bid most for it, or by default, paid from its bond.
import { divideUp } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import { monthStartMs } from "#src/core/month.ts";
import { anchoredCurrency, move as moveMoney, tie } from "#src/modules/accounts/access.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { move as moveBond } from "#src/modules/bonds/access.ts";
import { move as moveCapacity } from "#src/modules/compute/access.ts";
import type { State, Stored } from "#src/state/view.ts";
import { bidsAccount, reserveAccount } from "../books.ts";
import { highOf } from "../coverage.ts";
import { events } from "../events.ts";
import { burnKdg, isPaused } from "../money.ts";
import { rightEnds } from "../tables.ts";
import { closeRight, requireRight } from "./book.ts";
import type { Right } from "./schemas.ts";

/** Where a right cannot be dealt with yet, it is tried again so much later. */
const retryMs = 3_600_000;

/** The highest bid goes back to its bidder, to a frozen account too: it stays frozen there. */
export function returnBid(state: State, { bid }: Stored<Right>): void {
  if (bid === undefined) return;
  const { bidder, bidMicroKdg } = bid;
  moveMoney.giveBack(state, { currency: anchoredCurrency, from: bidsAccount, to: bidder, amount: bidMicroKdg });
  tie.remove(state, bidder);
}

/** At the start of their months: rights are sold to their highest bidders, or their bonds pay. */
export function endRights(state: State): void {
  if (isPaused(state)) return;
  for (const right of rightEnds.takeDue(state, limits.rightsEndedPerBlockMax)) {
    const row = requireRight(state, right);
    if (row.state !== "held") continue;
    if (row.bid !== undefined) sellToBidder(state, right, row, row.bid);
    else if (!payFromBond(state, right, row)) rightEnds.add(state, state.timeMs + retryMs, right);
  }
}

/** The bid is burnt, all of it, and the right is the bidder's; its bond goes back, since the reserve has what it is owed. */
function sellToBidder(
  state: State,
  right: number,
  row: Stored<Right>,
  { bidder, bidMicroKdg }: NonNullable<Stored<Right>["bid"]>,
): void {
  burnKdg(state, bidsAccount, bidMicroKdg);
  tie.remove(state, bidder);
  moveBond.releaseBond(state, row.bond);
  if (row.capacity !== undefined) {
    const { certificateIds } = row.capacity;
    moveCapacity.releaseCapacity(state, { certificateIds, to: bidder, stillBacked: true });
  }
  closeRight(state, right, { ...row, state: "auctioned" });
  state.emit(events.rightAuctioned({ right, bidder, bidMicroKdg, mintedMicroKdg: row.mintedMicroKdg }));
}

/**
 * What was minted on the right, at the high reference value, is owed to the reserve and paid from the bond; the rest of
 * the bond goes back, and the right with it. Waits while a price lacks.
 */
function payFromBond(state: State, right: number, row: Stored<Right>): boolean {
  const value = basket.value(state);
  if (value.status === "unknown" || value.status === "stale") return false;
  const { basketKdg, valueNano } = highOf(value);
  const owedNano = divideUp(row.mintedMicroKdg * valueNano, basketKdg * 1_000_000n);
  const paidNano = moveBond.payOut(state, row.bond, owedNano, { to: reserveAccount, isReserve: true });
  if (paidNano === undefined) return false;
  moveBond.releaseBond(state, row.bond);
  if (row.capacity !== undefined) {
    const { certificateIds } = row.capacity;
    moveCapacity.releaseCapacity(state, { certificateIds, to: row.provider, stillBacked: false });
  }
  closeRight(state, right, { ...row, state: "defaulted", default: { owedNano, paidNano } });
  state.emit(events.rightDefaulted({ right, provider: row.provider, owedNano, paidNano }));
  return true;
}

/** A right is dealt with from the start of its month on. */
export function awaitMonth(state: State, right: number, month: string): void {
  rightEnds.add(state, monthStartMs(month), right);
}
