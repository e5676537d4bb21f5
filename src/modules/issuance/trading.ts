// Trades of reserve metal against KDG: where a metal stands, and whether a trade of it is safe for holders of money.
import type { Account } from "#src/core/account.ts";
import { minimum } from "#src/core/arithmetic.ts";
import { read as accounts, anchoredCurrency } from "#src/modules/accounts/access.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { read as metalReserve, move as moveMetal } from "#src/modules/metal-reserve/access.ts";
import type { State, StateReader } from "#src/state/view.ts";
import { reserveAccount } from "./books.ts";
import { findConcentrated, findOutOfComposition } from "./composition.ts";
import { type Coverage, coverageOf, highOf } from "./coverage.ts";
import { findUndiversified } from "./diversification.ts";
import { metalGaps } from "./gap.ts";
import type { Advice } from "./gapRules.ts";
import { type Holdings, readHoldings, withAttested } from "./holdings.ts";
import { roomLeft } from "./minting.ts";
import { burnKdg, mintKdg, supplyMicroKdg } from "./money.ts";
import { parameters } from "./parameters.ts";
import { countedRights } from "./rights/valuing.ts";
import { aimOf, type Reference } from "./rules.ts";
import { availableMicroKdg, refillBucket, takeFromBucket } from "./throttles.ts";

/** Where one metal of the reserve stands, told only while every price that it takes is sound. */
export interface Market {
  readonly metal: string;
  readonly isInBasket: boolean;
  readonly isSlow: boolean;
  /** By the share of the metals held against the basket's. */
  readonly side: "above" | "below" | "at";
  readonly advice: Advice;
  /** What would bring the share to its target while other metals stay; rounded down. */
  readonly distanceMg: bigint;
  readonly lowNano: bigint;
  readonly midNano: bigint;
  readonly measuresPerUnit: bigint;
  /** All metals held, at middle prices. */
  readonly heldNano: bigint;
  /** R at high prices. */
  readonly high: Reference;
}

/** Undefined for a metal that the reserve does not know, and while a price of the basket or of a metal held is unsound. */
export function readMarket(state: StateReader, metal: string): Market | undefined {
  const value = basket.value(state);
  if (value.status !== "sound") return undefined;
  const gaps = metalGaps(state, readHoldings(state).metals);
  const gap = gaps.find(({ held }) => held.metal === metal);
  const isUnsound = gaps.some(
    ({ held }) => (held.metal === metal || held.attestedFineMg > 0n) && held.price.status !== "sound",
  );
  if (gap === undefined || isUnsound) return undefined;
  const { held, share, target, advice, distanceMg } = gap;
  const { price } = held;
  if (price.status === "unknown") return undefined;
  const aim = aimOf(target);
  const [now, wanted] = [share.part * aim.total, aim.part * share.total];
  return {
    metal,
    isInBasket: basket.has(state, metal),
    isSlow: held.isSlow,
    side: now > wanted ? "above" : now < wanted ? "below" : "at",
    advice,
    distanceMg,
    lowNano: price.priceNano.low,
    midNano: price.priceNano.mid,
    measuresPerUnit: held.measuresPerUnit,
    heldNano: share.total,
    high: highOf(value),
  };
}

/** A weight of one metal against money, on either side. */
export interface Trade {
  readonly metal: string;
  readonly fineWeightMg: bigint;
  readonly microKdg: bigint;
}

/** What a trade leaves: holdings and supply. */
interface Aftermath {
  readonly holdings: Holdings;
  readonly supplyMicroKdg: bigint;
}

function compare(state: StateReader, before: Holdings, after: Aftermath) {
  const value = basket.requireSoundValue(state);
  const rightsNano = countedRights(state);
  return {
    was: coverageOf(state, before, supplyMicroKdg(state), value, rightsNano),
    is: coverageOf(state, after.holdings, after.supplyMicroKdg, value, rightsNano),
  };
}

function withWeight({ metals, cash }: Holdings, metal: string, deltaMg: bigint): Holdings {
  const changed = metals.map((held) =>
    held.metal === metal ? withAttested(held, held.attestedFineMg + deltaMg) : held,
  );
  return { metals: changed, cash };
}

function isAtLeast(coverageBp: bigint | undefined, leastBp: bigint): boolean {
  return coverageBp === undefined || coverageBp >= leastBp;
}

/** Coverage is where a mint would have to leave it, or no lower than it was. */
function isCovered(state: StateReader, was: Coverage, is: Coverage): boolean {
  const greenBp = parameters.greenBp.get(state);
  const hardFloorBp = parameters.hardFloorBp.get(state);
  return (
    isAtLeast(is.totalBp, minimum(greenBp, was.totalBp ?? greenBp)) &&
    isAtLeast(is.hardBp, minimum(hardFloorBp, was.hardBp ?? hardFloorBp))
  );
}

/**
 * Whether metal may leave for KDG that is burnt: towards the target and not past it, nothing pushed out of its band,
 * coverage not red before and no worse after, unless it stays where mints are allowed.
 */
export function isReleaseSafe(state: StateReader, market: Market, { metal, fineWeightMg, microKdg }: Trade): boolean {
  if (market.side !== "above" || fineWeightMg > market.distanceMg) return false;
  const holdings = readHoldings(state);
  const supply = supplyMicroKdg(state);
  if (microKdg > supply) return false;
  const after = { holdings: withWeight(holdings, metal, -fineWeightMg), supplyMicroKdg: supply - microKdg };
  const { was, is } = compare(state, holdings, after);
  if (was.zone === "red" || !isCovered(state, was, is)) return false;
  return findOutOfComposition(state, holdings.metals, after.holdings.metals) === undefined;
}

/** Whether a certificate may come for KDG that is minted: all that a mint must fulfil, towards the target and not past it. */
export function isAcquisitionSafe(
  state: StateReader,
  market: Market,
  { certificateId, microKdg }: { readonly certificateId: number; readonly microKdg: bigint },
): boolean {
  const { metal, vault, fineWeightMg } = metalReserve.certificate(state, certificateId);
  if (market.side !== "below" || fineWeightMg > market.distanceMg || !market.isInBasket || market.isSlow) return false;
  const holdings = readHoldings(state);
  const after = {
    holdings: withWeight(holdings, metal, fineWeightMg),
    supplyMicroKdg: supplyMicroKdg(state) + microKdg,
  };
  const { was, is } = compare(state, holdings, after);
  if (was.zone !== "green") return false;
  if (!isAtLeast(is.totalBp, parameters.greenBp.get(state))) return false;
  if (!isAtLeast(is.hardBp, parameters.hardFloorBp.get(state))) return false;
  if (findOutOfComposition(state, holdings.metals, after.holdings.metals) !== undefined) return false;
  const arrivals = [{ metal, vault, fineWeightMg }];
  if (findConcentrated(state, holdings.metals, arrivals) !== undefined) return false;
  if (findUndiversified(state, holdings.metals, arrivals) !== undefined) return false;
  return microKdg <= roomLeft(state) && microKdg <= availableMicroKdg(state, "issuance");
}

/** Whether an account could be credited with KDG now: one that is frozen, as a whole or in KDG, could not. */
export function canBePaid(state: StateReader, account: Account): boolean {
  return !accounts.isFrozen(state, account) && !accounts.isBalanceFrozen(state, anchoredCurrency, account);
}

/** Burns what a book holds for it, and gives metal of the reserve; the caller has checked that it is safe. */
export function releaseForKdg(
  state: State,
  {
    certificateId,
    fineWeightMg,
    to,
    book,
    microKdg,
  }: {
    readonly certificateId: number;
    readonly fineWeightMg: bigint;
    readonly to: Account;
    readonly book: Account;
    readonly microKdg: bigint;
  },
): number {
  burnKdg(state, book, microKdg);
  return moveMetal.releaseFromReserve(state, { certificateId, to, fineWeightMg });
}

/** Takes a certificate pledged to a book into the reserve and mints for its owner; the caller has checked that it is safe. */
export function acquireForKdg(
  state: State,
  {
    certificateId,
    book,
    microKdg,
  }: { readonly certificateId: number; readonly book: Account; readonly microKdg: bigint },
): void {
  const { owner } = metalReserve.certificate(state, certificateId);
  moveMetal.passPledgeToReserve(state, { certificateIds: [certificateId], pledgee: book, to: reserveAccount });
  takeFromBucket(state, "issuance", microKdg);
  refillBucket(state, "redemption", microKdg);
  mintKdg(state, owner, microKdg);
}
