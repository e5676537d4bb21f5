// Repaying: the oldest debt first, as far as money goes, with what each part of it owes.

import type { Account } from "#src/core/account.ts";
import { read as accounts, create, move } from "#src/modules/accounts/access.ts";
import { repayable, create as swapLines, read as swapReads } from "#src/modules/swap-lines/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { collateralBook } from "./books.ts";
import { countCredit, debtorsInOrder, debtsOf, putDebts } from "./debts.ts";
import { events } from "./events.ts";
import { interestOn, reduced } from "./rules.ts";
import type { Credit, Debt, Place } from "./schemas.ts";

/** Whether neither the currency's pause nor a freeze keeps a bank from moving money of it. */
export function canMove(state: StateReader, { currency, account }: Place): boolean {
  return accounts.movableSinceMs(state, currency, account) !== undefined;
}

function isOpen(state: StateReader, debt: Stored<Debt>): boolean {
  return debt.kind === "credit" || swapReads.onwardDraw(state, debt.line, debt.draw) !== undefined;
}

interface Paid {
  readonly taken: bigint;
  /** What is left of the debt, if anything is. */
  readonly left: Stored<Debt> | undefined;
}

/** Repays a bank's debts in a currency from so much money; answers with what it took. What is over by other ways is dropped. */
export function repayDebts(state: State, place: Place, funds: bigint): bigint {
  const before = debtsOf(state, place);
  const open = before.filter((debt) => isOpen(state, debt));
  let taken = 0n;
  let at = 0;
  let rest: Stored<Debt> | undefined;
  for (; at < open.length && rest === undefined && taken < funds; at += 1) {
    const debt = open[at] as Stored<Debt>;
    const paid =
      debt.kind === "credit" ? repayCredit(state, place, debt, funds - taken) : repaySwap(state, debt, funds - taken);
    taken += paid.taken;
    rest = paid.left;
  }
  const after = [...(rest === undefined ? [] : [rest]), ...open.slice(at)];
  if (taken > 0n || after.length < before.length) putDebts(state, place, after);
  return taken;
}

function repaySwap(state: State, debt: Stored<Extract<Debt, { kind: "swap" }>>, funds: bigint): Paid {
  const { line, draw } = debt;
  const { taken, left } = swapLines.repayOnward(state, { line, draw, funds });
  return { taken, left: left === 0n ? undefined : debt };
}

function repayCredit(state: State, place: Place, debt: Stored<Credit>, funds: bigint): Paid {
  const { currency, account } = place;
  const interestFor = (amount: bigint) => interestOn(debt, amount, state.timeMs);
  const amount = repayable(debt.amount, funds, interestFor);
  if (amount === 0n) return { taken: 0n, left: debt };
  const interest = interestFor(amount);
  const left = debt.amount - amount;
  const after = left === 0n ? undefined : reduced(debt, left);
  const collateralReturned = (debt.collateral?.amount ?? 0n) - (after?.collateral?.amount ?? 0n);

  payIssuer(state, place, interest);
  create.burn(state, { currency, account, amount });
  if (debt.collateral !== undefined) {
    const { currency: held } = debt.collateral;
    move.giveBack(state, { currency: held, from: collateralBook, to: account, amount: collateralReturned });
  }
  countCredit(state, place, debt, after);
  const shown = { amount, interest, collateralReturned, left };
  state.emit(events.creditSettled({ currency, bank: account, draw: debt.draw, ...shown }));
  return { taken: amount + interest, left: after };
}

/** By way of the book: an issuer who is frozen gets its interest, and may not move it. */
function payIssuer(state: State, { currency, account }: Place, amount: bigint): void {
  const { issuer } = accounts.requireCurrency(state, currency);
  move.transfer(state, { currency, from: account, to: collateralBook, amount });
  move.giveBack(state, { currency, from: collateralBook, to: issuer, amount });
}

/** Repays what all banks owe from what they may spend: everything but what they keep back. */
export function repayFirst(state: State, keptBy: (currency: string, account: Account) => bigint): void {
  for (const place of debtorsInOrder(state)) {
    const { currency, account } = place;
    const free = canMove(state, place) ? accounts.balance(state, currency, account) - keptBy(currency, account) : 0n;
    repayDebts(state, place, free);
  }
}
