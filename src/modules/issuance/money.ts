// The money itself: KDG comes into being and goes out of it here alone, with running totals of both.
import type { Account } from "#src/core/account.ts";
import { read as accounts, anchoredCurrency, create, move } from "#src/modules/accounts/access.ts";
import type { State, StateReader } from "#src/state/view.ts";
import { juniorsAccount, redeemingAccount, surplusAccount } from "./books.ts";
import { moneyTotals, redeemingTotals } from "./tables.ts";

const nothing = { mintedMicroKdg: 0n, burntMicroKdg: 0n };

export function supplyMicroKdg(state: StateReader): bigint {
  return accounts.supply(state, anchoredCurrency);
}

export function surplusMicroKdg(state: StateReader): bigint {
  return accounts.balance(state, anchoredCurrency, surplusAccount);
}

/** While KDG is paused nothing is minted, burnt or settled. */
export function isPaused(state: StateReader): boolean {
  return accounts.requireCurrency(state, anchoredCurrency).pausedReference !== undefined;
}

export function mintKdg(state: State, account: Account, microKdg: bigint): void {
  create.issue(state, { currency: anchoredCurrency, account, amount: microKdg });
  const before = moneyTotals.get(state) ?? nothing;
  moneyTotals.put(state, { ...before, mintedMicroKdg: before.mintedMicroKdg + microKdg });
}

export function burnKdg(state: State, account: Account, microKdg: bigint): void {
  create.burn(state, { currency: anchoredCurrency, account, amount: microKdg });
  const before = moneyTotals.get(state) ?? nothing;
  moneyTotals.put(state, { ...before, burntMicroKdg: before.burntMicroKdg + microKdg });
}

/** Takes KDG into the book of redemptions. */
export function lockKdg(state: State, from: Account, amount: bigint): void {
  move.transfer(state, { currency: anchoredCurrency, from, to: redeemingAccount, amount });
  addToRedeeming(state, amount);
}

/** Gives locked KDG back, to a frozen account too: it stays frozen there. */
export function returnKdg(state: State, to: Account, amount: bigint): void {
  move.giveBack(state, { currency: anchoredCurrency, from: redeemingAccount, to, amount });
  addToRedeeming(state, -amount);
}

/** Locked KDG that was paid for: the fee goes to the surplus, the rest ceases to be. */
export function burnLockedKdg(state: State, burntMicroKdg: bigint, feeMicroKdg: bigint): void {
  burnKdg(state, redeemingAccount, burntMicroKdg);
  move.transfer(state, {
    currency: anchoredCurrency,
    from: redeemingAccount,
    to: surplusAccount,
    amount: feeMicroKdg,
  });
  addToRedeeming(state, -burntMicroKdg - feeMicroKdg);
}

export function payJunior(state: State, to: Account, amount: bigint): void {
  move.transfer(state, { currency: anchoredCurrency, from: juniorsAccount, to, amount });
}

/** The total against the sum of the requests' rows, which tally the other side. */
function addToRedeeming(state: State, delta: bigint): void {
  const after = (redeemingTotals.get(state) ?? 0n) + delta;
  redeemingTotals.put(state, after);
  state.tally("issuance/redeeming", -delta);
}
