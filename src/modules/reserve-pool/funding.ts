// Funding: who contributes how much to a draw, and the draw that is entered for it.
import type { Account } from "#src/core/account.ts";
import { divideUp, minimum } from "#src/core/arithmetic.ts";
import { read as accounts, move } from "#src/modules/accounts/access.ts";
import { dayMs } from "#src/modules/swap-lines/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { collateralBook } from "./books.ts";
import { events } from "./events.ts";
import { graceEnd, membersOf, openDraw, requireMembership, requirePool } from "./pooling.ts";
import { contributionsOf, rateBpOf } from "./rules.ts";
import type { Draw, Pool, Request } from "./schemas.ts";
import { dues, pools } from "./tables.ts";

/** What the others can contribute now to a request made at a moment, in the order of the terms. */
export function contributors(
  state: StateReader,
  pool: number,
  row: Stored<Pool>,
  { drawer, requestedMs }: { readonly drawer: Account; readonly requestedMs: number },
) {
  const { currency } = row.terms;
  return membersOf(state, pool, row)
    .filter(({ centralBank }) => centralBank !== drawer)
    .map(({ centralBank, member: { quota, lent, optedOutMs } }) => {
      // Who opts out after a request was made still contributes to it.
      const isOut = optedOutMs !== undefined && optedOutMs <= requestedMs;
      const isFrozen = accounts.isBalanceFrozen(state, currency, centralBank);
      const capacity = minimum(quota - lent, accounts.balance(state, currency, centralBank));
      return { centralBank, quota, capacity: isOut || isFrozen ? 0n : capacity };
    });
}

type Asked = Pick<Stored<Request>, "amount" | "isLinked" | "spot" | "collateral" | "requestedMs">;

/**
 * Moves the contributions to the drawer, whose collateral is in the book, and enters the draw; undefined where nobody can
 * contribute anything. Of a draw that is funded in part the drawer gets back the same part of its collateral, rounded down.
 */
export function fund(state: State, pool: number, drawer: Account, asked: Asked): number | undefined {
  const row = requirePool(state, pool);
  const { terms } = row;
  const able = contributors(state, pool, row, { drawer, requestedMs: asked.requestedMs });
  const amount = able.reduce((sum, { capacity }) => sum + capacity, 0n);
  if (amount === 0n) return undefined;
  const funded = minimum(amount, asked.amount);
  const shares = contributionsOf(funded, able);
  const claims = able.flatMap(({ centralBank }, at) => {
    const share = shares[at] ?? 0n;
    return share === 0n ? [] : [{ centralBank, amount: share }];
  });
  const collateral = divideUp(asked.collateral * funded, asked.amount);
  const { currency: held } = requireMembership(state, pool, drawer);
  for (const { centralBank: from, amount: part } of claims) {
    move.transfer(state, { currency: terms.currency, from, to: drawer, amount: part });
  }
  const surplus = asked.collateral - collateral;
  move.giveBack(state, { currency: held, from: collateralBook, to: drawer, amount: surplus });

  const draw = row.draws + 1;
  const dueMs = state.timeMs + terms.tenorDays * dayMs;
  const { isLinked, spot } = asked;
  const opened: Stored<Draw> = {
    ...{ drawer, amount: funded, claims, isLinked, spot, collateral, rateBp: rateBpOf(terms, 0) },
    ...{ startedMs: state.timeMs, dueMs, graceEndsMs: graceEnd(state, dueMs), renewals: 0 },
  };
  pools.put(state, pool, { ...row, draws: draw });
  openDraw(state, pool, draw, opened);
  dues.add(state, opened.graceEndsMs, { pool, drawer, draw });
  state.emit(events.drawFunded({ pool, draw, requested: asked.amount, ...opened }));
  return draw;
}

/**
 * Pays every contributor of a draw, by way of the book: one who is frozen must not keep the drawer from paying. Returns the
 * interest paid in all.
 */
export function payContributors(
  state: State,
  pool: number,
  { drawer, claims }: Stored<Draw>,
  owed: (amount: bigint) => { readonly principal: bigint; readonly interest: bigint },
): bigint {
  const { currency } = requirePool(state, pool).terms;
  const payments = claims.map(({ centralBank, amount }) => ({ to: centralBank, ...owed(amount) }));
  const interest = payments.reduce((sum, payment) => sum + payment.interest, 0n);
  const amount = payments.reduce((sum, payment) => sum + payment.principal, interest);
  move.transfer(state, { currency, from: drawer, to: collateralBook, amount });
  for (const payment of payments) {
    const part = payment.principal + payment.interest;
    move.giveBack(state, { currency, from: collateralBook, to: payment.to, amount: part });
  }
  return interest;
}
