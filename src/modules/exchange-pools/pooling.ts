// Pools as they stand: looked up or refused, and changed together with the money and the shares that belong to them.
import type { Account } from "#src/core/account.ts";
import { move, tie } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { poolReserves } from "./books.ts";
import { events } from "./events.ts";
import { refusals } from "./refusals.ts";
import { lockedShares, partsOf } from "./rules.ts";
import type { Pool } from "./schemas.ts";
import { nextPools, pools, reserveTotals, shares } from "./tables.ts";

export function requirePool(state: StateReader, pool: number): Stored<Pool> {
  const row = pools.get(state, pool);
  if (row !== undefined) return row;
  throw pool < (nextPools.get(state) ?? 1) ? refusals.poolClosed({ pool }) : refusals.unknownPool({ pool });
}

export function requirePlace({ reserves }: Stored<Pool>, currency: string): number {
  const place = reserves.findIndex((reserve) => reserve.currency === currency);
  if (place < 0) throw refusals.currencyNotPooled({ currency });
  return place;
}

/** Every central bank of the pool agrees that it goes on. */
export function requireConsents({ reserves }: Stored<Pool>): void {
  for (const { currency, hasConsent } of reserves) if (!hasConsent) throw refusals.consentMissing({ currency });
}

/** Amounts by the places of a pool's currencies; zero where one is not named. */
export function amountsByPlace(
  pool: Stored<Pool>,
  sides: readonly { readonly currency: string; readonly amount: bigint }[],
): bigint[] {
  const amounts = pool.reserves.map(() => 0n);
  for (const { currency, amount } of sides) {
    const place = requirePlace(pool, currency);
    if (amounts[place] !== 0n) throw refusals.currencyRepeated({ currency });
    amounts[place] = amount;
  }
  return amounts;
}

/** The currencies of a pool with amounts of some of them. */
export function sidesOf({ reserves }: Stored<Pool>, amounts: readonly bigint[]) {
  return reserves.flatMap(({ currency }, at) => {
    const amount = amounts[at] ?? 0n;
    return amount === 0n ? [] : [{ currency, amount }];
  });
}

/** Shares that belong to somebody. */
const ownedOf = (pool: Stored<Pool> | undefined) =>
  pool === undefined || pool.shares === 0n ? 0n : pool.shares - lockedShares;

/** Writes a pool; what changes of it is counted against the money that moves and the shares that pass. */
export function putPool(state: State, number: number, after: Stored<Pool>): void {
  const before = pools.get(state, number);
  for (const [at, { currency, amount }] of after.reserves.entries()) {
    state.tally(bookOf(currency), amount - (before?.reserves[at]?.amount ?? 0n));
  }
  state.tally(sharesOf(number), ownedOf(after) - ownedOf(before));
  pools.put(state, number, after);
}

export function withReserves(pool: Stored<Pool>, amounts: readonly bigint[], sharesAfter = pool.shares): Stored<Pool> {
  const reserves = pool.reserves.map((reserve, at) => ({ ...reserve, amount: amounts[at] ?? 0n }));
  return { ...pool, reserves, shares: sharesAfter };
}

/** An account's shares change; the first one ties it. */
export function changeShares(state: State, pool: number, account: Account, delta: bigint): void {
  const before = shares.get(state, pool, account) ?? 0n;
  const after = before + delta;
  if (after === 0n) shares.delete(state, pool, account);
  else shares.put(state, pool, account, after);
  if (before === 0n) tie.add(state, account);
  if (after === 0n) tie.remove(state, account);
  state.tally(sharesOf(pool), -delta);
}

interface Movement {
  readonly currency: string;
  readonly amount: bigint;
}

export function takeIn(state: State, from: Account, { currency, amount }: Movement): void {
  move.transfer(state, { currency, from, to: poolReserves, amount });
  changeTotal(state, currency, amount);
}

/** To a payee, who must be able to receive. */
export function deliver(state: State, to: Account, { currency, amount }: Movement): void {
  move.pay(state, { currency, from: poolReserves, to, amount });
  changeTotal(state, currency, -amount);
}

/**
 * To an owner of shares, whose part it is: neither a pause nor a frozen balance keeps it in the pool, and there it stays paused
 * or frozen as all else that the owner has of the currency.
 */
export function returnTo(state: State, to: Account, { currency, amount }: Movement): void {
  move.giveBack(state, { currency, from: poolReserves, to, amount });
  changeTotal(state, currency, -amount);
}

interface Leaving {
  readonly pool: Stored<Pool>;
  readonly owner: Account;
  readonly shares: bigint;
}

/** Gives an owner the part of shares that it has; the last ones come with the locked part. */
export function payOut(state: State, number: number, { pool, owner, shares }: Leaving) {
  const reserves = pool.reserves.map(({ amount }) => amount);
  const parts = partsOf(reserves, shares, pool.shares);
  const isLast = shares + lockedShares === pool.shares;
  const sharesAfter = isLast ? 0n : pool.shares - shares;
  const amounts = sidesOf(pool, parts);
  changeShares(state, number, owner, -shares);
  for (const side of amounts) returnTo(state, owner, side);
  const left = reserves.map((reserve, at) => reserve - (parts[at] ?? 0n));
  putPool(state, number, withReserves(pool, left, sharesAfter));
  state.emit(events.liquidityRemoved({ pool: number, account: owner, amounts, shares, sharesAfter }));
  return amounts;
}

function changeTotal(state: State, currency: string, delta: bigint): void {
  const after = (reserveTotals.get(state, currency) ?? 0n) + delta;
  if (after === 0n) reserveTotals.delete(state, currency);
  else reserveTotals.put(state, currency, after);
  state.tally(bookOf(currency), -delta);
}

const bookOf = (currency: string) => `exchange-pools/reserve/${currency}`;
const sharesOf = (pool: number) => `exchange-pools/shares/${pool}`;
