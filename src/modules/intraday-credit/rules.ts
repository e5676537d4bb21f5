// Pure decisions about debts: when they are overdue, what they cost, and what a part of them keeps as collateral.
import { divideUp } from "#src/core/arithmetic.ts";
import { interestSince } from "#src/modules/swap-lines/access.ts";
import type { Stored } from "#src/state/view.ts";
import type { Credit } from "./schemas.ts";

export function isOverdue({ dueMs }: Pick<Stored<Credit>, "dueMs">, timeMs: number): boolean {
  return timeMs > dueMs;
}

/** What repaying a sum of a draw costs: nothing until it is due, then days begun at the penalty's rate, rounded up. */
export function interestOn({ penaltyBp, dueMs }: Stored<Credit>, amount: bigint, timeMs: number): bigint {
  return interestSince(amount, penaltyBp, dueMs, timeMs);
}

/** A draw after a part of it was repaid; the collateral that stays is rounded up, for the lender. */
export function reduced(debt: Stored<Credit>, left: bigint): Stored<Credit> {
  const { collateral } = debt;
  if (collateral === undefined) return { ...debt, amount: left };
  return {
    ...debt,
    amount: left,
    collateral: { ...collateral, amount: divideUp(collateral.amount * left, debt.amount) },
  };
}
