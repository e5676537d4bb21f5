// Pools, their members, requests and draws: finding them, and the sums that must follow them.
import type { Account } from "#src/core/account.ts";
import { maximum } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
import { anchoredCurrency, move } from "#src/modules/accounts/access.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { dayMs, type Spot, read as swapLines } from "#src/modules/swap-lines/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { collateralBook } from "./books.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import type { Draw, Member, Pool, Request } from "./schemas.ts";
import { collaterals, draws, members, nextPools, pools, proposedCounts, requests } from "./tables.ts";

export function requirePool(state: StateReader, pool: number): Stored<Pool> {
  const row = pools.get(state, pool);
  if (row !== undefined) return row;
  throw pool < (nextPools.get(state) ?? 1) ? refusals.poolEnded({ pool }) : refusals.unknownPool({ pool });
}

/** A pool that all members have joined, until it expires. */
export function requireUsable(state: StateReader, pool: number): Stored<Pool> {
  const row = requirePool(state, pool);
  const { expiresMs } = row.terms;
  if (row.status !== "open") throw refusals.poolNotOpen({ pool });
  if (state.timeMs >= expiresMs) throw refusals.poolExpired({ expiresMs, blockTimeMs: state.timeMs });
  return row;
}

export function requireMembership(state: StateReader, pool: number, actor: Account): Stored<Member> {
  const row = members.get(state, pool, actor);
  if (row === undefined) throw refusals.notMember({ pool });
  return row;
}

/** Whether what held when a member asked still does: no draw falls due after its pool expires, and none follows a default. */
export function mayStillDraw(state: StateReader, pool: number, drawer: Account): boolean {
  const { expiresMs, tenorDays } = requirePool(state, pool).terms;
  const { defaults } = requireMembership(state, pool, drawer);
  return state.timeMs + tenorDays * dayMs <= expiresMs && defaults === 0;
}

/** Whom the pool's attestor speaks of. */
export function requireAttested(state: StateReader, pool: number, actor: Account, member: Account): Stored<Member> {
  if (requirePool(state, pool).terms.attestor !== actor) throw refusals.notAttestor({ pool });
  const row = members.get(state, pool, member);
  if (row === undefined) throw refusals.unknownMember({ pool, member });
  return row;
}

export function requireRequest(state: StateReader, pool: number, drawer: Account): Stored<Request> {
  requirePool(state, pool);
  const row = requests.get(state, pool, drawer);
  if (row === undefined) throw refusals.unknownRequest({ pool, drawer });
  if (state.timeMs >= row.closesMs) throw refusals.voteOver({ closesMs: row.closesMs });
  return row;
}

export function requireDraw(state: StateReader, pool: number, draw: number): Stored<Draw> {
  const row = draws.get(state, pool, draw);
  if (row !== undefined) return row;
  const made = requirePool(state, pool).draws;
  throw draw <= made ? refusals.drawClosed({ pool, draw }) : refusals.unknownDraw({ pool, draw });
}

export function requireDrawn(state: StateReader, pool: number, draw: number, actor: Account): Stored<Draw> {
  const row = requireDraw(state, pool, draw);
  if (row.drawer !== actor) throw refusals.notDrawer({ pool, draw });
  return row;
}

export function hasProgramme(state: StateReader, { programme }: Stored<Member>): boolean {
  return programme !== undefined && state.timeMs < programme.untilMs;
}

/** The rate between the pool's currency and the drawer's own; refuses where either price is not sound. */
export function requireSpot(state: StateReader, lent: string, held: string): Spot {
  return { lentNano: priceNano(state, lent), heldNano: priceNano(state, held) };
}

/** `KDG` has no feed of its own: what the basket says is its price, a billionth at the least. */
function priceNano(state: StateReader, currency: string): bigint {
  if (currency !== anchoredCurrency) return swapLines.requirePriceNano(state, currency);
  return maximum(1n, basket.requireSoundValue(state).perKdgNano.mid);
}

export function graceEnd(state: StateReader, dueMs: number): number {
  return dueMs + Number(parameters.graceMs.get(state));
}

/** Members that are in, in the order of the terms. */
export function membersOf(state: StateReader, pool: number, { terms }: Stored<Pool>) {
  return terms.members.flatMap(({ centralBank }) => {
    const member = members.get(state, pool, centralBank);
    return member === undefined ? [] : [{ centralBank, member }];
  });
}

/** A central bank closes no account, so that nothing need tie it. */
export function join(state: State, pool: number, { terms }: Pick<Stored<Pool>, "terms">, account: Account): void {
  const seat = present(
    terms.members.find(({ centralBank }) => centralBank === account),
    "who joins is named in the terms",
  );
  const { currency, quota, multipleBp } = seat;
  members.put(state, pool, account, {
    ...{ currency, quota, multipleBp, lent: 0n, drawn: 0n, openDraws: 0, defaults: 0 },
  });
}

/** Removes a pool and whoever is in it still. */
export function removePool(state: State, pool: number, row: Stored<Pool>): void {
  for (const { centralBank } of membersOf(state, pool, row)) members.delete(state, pool, centralBank);
  pools.delete(state, pool);
  countProposed(state, row.proposer, -1);
}

export function countProposed(state: State, proposer: Account, delta: 1 | -1): void {
  const after = (proposedCounts.get(state, proposer) ?? 0) + delta;
  if (after === 0) proposedCounts.delete(state, proposer);
  else proposedCounts.put(state, proposer, after);
}

/** Writes a request, or that it is over; the money is the caller's to move. */
export function putRequest(state: State, pool: number, drawer: Account, after: Stored<Request> | undefined): void {
  const before = requests.get(state, pool, drawer);
  const { currency } = present(members.get(state, pool, drawer), "who asks is a member");
  if (after === undefined) requests.delete(state, pool, drawer);
  else requests.put(state, pool, drawer, after);
  const added = (after?.collateral ?? 0n) - (before?.collateral ?? 0n);
  state.tally(bookOf(currency), added);
  changeCollateral(state, currency, added);
  const delta = (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
  if (delta === 0) return;
  const row = requirePool(state, pool);
  pools.put(state, pool, { ...row, openRequests: row.openRequests + delta });
}

/** Ends a request: its collateral returns, frozen or paused as it may be, for it was never anybody else's. */
export function endRequest(state: State, pool: number, drawer: Account): void {
  const { collateral } = present(requests.get(state, pool, drawer), "a request that is voted on ends");
  const { currency } = present(members.get(state, pool, drawer), "who asks is a member");
  putRequest(state, pool, drawer, undefined);
  move.giveBack(state, { currency, from: collateralBook, to: drawer, amount: collateral });
}

/** Enters a draw with what it changes of its members. */
export function openDraw(state: State, pool: number, draw: number, row: Stored<Draw>): void {
  changeMembers(state, pool, row, 1n);
  draws.put(state, pool, draw, row);
}

/** Takes a draw off the books; the money is the caller's to move. */
export function closeDraw(state: State, pool: number, draw: number, end: "repaid" | "divided"): void {
  const row = requireDraw(state, pool, draw);
  changeMembers(state, pool, row, -1n);
  draws.delete(state, pool, draw);
  if (end === "repaid") return;
  const member = present(members.get(state, pool, row.drawer), "who drew is a member");
  members.put(state, pool, row.drawer, { ...member, defaults: member.defaults + 1 });
}

function changeMembers(
  state: State,
  pool: number,
  { drawer, amount, claims, collateral }: Stored<Draw>,
  sign: 1n | -1n,
) {
  const drew = present(members.get(state, pool, drawer), "who drew is a member");
  const openDraws = drew.openDraws + Number(sign);
  members.put(state, pool, drawer, { ...drew, drawn: drew.drawn + sign * amount, openDraws });
  for (const { centralBank, amount: part } of claims) {
    const lender = present(members.get(state, pool, centralBank), "who has lent is a member");
    members.put(state, pool, centralBank, { ...lender, lent: lender.lent + sign * part });
  }
  state.tally(bookOf(drew.currency), sign * collateral);
  changeCollateral(state, drew.currency, sign * collateral);
}

/** The total of a currency, which counts against requests and draws in one tally that the machine requires to balance. */
function changeCollateral(state: State, currency: string, delta: bigint): void {
  const after = (collaterals.get(state, currency) ?? 0n) + delta;
  if (after === 0n) collaterals.delete(state, currency);
  else collaterals.put(state, currency, after);
  state.tally(bookOf(currency), -delta);
}

function bookOf(currency: string): string {
  return `reserve-pool/collateral/${currency}`;
}
