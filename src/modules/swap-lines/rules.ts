// Arithmetic of lines in whole numbers: rates, days, interest, collateral; every rounding is for the lender.
import { difference, divideDown, divideUp, minimum } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import type { Stored } from "#src/state/view.ts";
import { dayMs, type Spot, type Terms, tenorsDays } from "./schemas.ts";

export type { Spot } from "./schemas.ts";

const wholeBp = 10_000n;
/** Money markets count 360 days to the year. */
const yearDays = 360n;
/** The ladder's steps, as shares of the limit. */
const middleFromBp = 5_000n;
const upperFromBp = 8_000n;
/** Every second rollover costs more, up to a cap. */
const rolloverStepBp = 50;
const rolloverCapBp = 300;
/** The levels at which use is announced. */
const levelsBp = [7_000, 8_500, 9_500] as const;

export function areSoundTerms({ tenorsDays: offered, ladder }: Stored<Terms>): boolean {
  const isRising = offered.every((days, at) => tenorsDays.includes(days) && (offered[at - 1] ?? 0) < days);
  return isRising && ladder.middleBp <= ladder.upperBp;
}

/** How much of a limit is used, rounded down, and the highest level reached. Nothing of nothing is not used. */
export function useOf(drawn: bigint, limit: bigint): { readonly usedBp: number; readonly levelBp: number } {
  assert(drawn <= limit, "no more is drawn than the limit");
  const usedBp = limit === 0n ? 0 : Number(divideDown(drawn * wholeBp, limit));
  return { usedBp, levelBp: levelsBp.findLast((level) => usedBp >= level) ?? 0 };
}

/** The rate of a draw: base, margin, the ladder's step at the use with this draw in it, and its rollovers. */
export function rateBpOf(
  { baseBp, marginBp, ladder }: Stored<Terms>,
  use: { readonly drawn: bigint; readonly limit: bigint },
  rollovers: number,
): number {
  const isAbove = (shareBp: bigint) => use.drawn * wholeBp > use.limit * shareBp;
  const stepBp = isAbove(upperFromBp) ? ladder.upperBp : isAbove(middleFromBp) ? ladder.middleBp : 0;
  return baseBp + marginBp + stepBp + Math.min(rolloverCapBp, rolloverStepBp * (rollovers >> 1));
}

/** When free time begins for a draw that is made now: once a day, else repaying and drawing anew would make it last for ever. */
export function freeFrom(beforeMs: number | undefined, timeMs: number): number {
  return beforeMs !== undefined && timeMs < beforeMs + dayMs ? beforeMs : timeMs;
}

/** Days begun between two moments. */
function daysBegun(fromMs: number, untilMs: number): number {
  return untilMs <= fromMs ? 0 : Number(divideUp(BigInt(untilMs - fromMs), BigInt(dayMs)));
}

/** Interest for whole days, rounded up. */
export function interestOf(amount: bigint, rateBp: number, days: number): bigint {
  return divideUp(amount * BigInt(rateBp) * BigInt(days), wholeBp * yearDays);
}

/** A loan between central banks; `onward`, where it was lent on to a bank, which may have it for free for some hours. */
interface Loan {
  readonly rateBp: number;
  readonly startedMs: number;
  readonly dueMs: number;
  readonly onward?: { readonly freeUntilMs: number } | undefined;
}

/** Interest for the days begun since a moment. */
export function interestSince(amount: bigint, rateBp: number, fromMs: number, timeMs: number): bigint {
  return interestOf(amount, rateBp, daysBegun(fromMs, timeMs));
}

/**
 * What repaying a sum of a loan costs now: days begun until the due time, one at least, and days begun after it at the
 * penalty's rate; nothing within the hours that a bank may have it for free.
 */
export function owedInterest(
  amount: bigint,
  { rateBp, startedMs, dueMs, onward }: Loan,
  timeMs: number,
  penaltyBp: number,
): bigint {
  if (onward !== undefined && timeMs <= onward.freeUntilMs) return 0n;
  const days = Math.max(1, daysBegun(startedMs, Math.min(timeMs, dueMs)));
  return interestOf(amount, rateBp, days) + interestSince(amount, rateBp + penaltyBp, dueMs, timeMs);
}

/** The most of a sum that a payer with so much can repay, with the interest that this part owes. */
export function repayable(owed: bigint, funds: bigint, interestOn: (amount: bigint) => bigint): bigint {
  if (owed + interestOn(owed) <= funds) return owed;
  // Interest grows with the sum: halving finds the last one that can be paid, in a hundred steps at most.
  let [paid, tooMuch] = [0n, minimum(owed, funds + 1n)];
  while (tooMuch - paid > 1n) {
    const middle = (paid + tooMuch) >> 1n;
    if (middle + interestOn(middle) <= funds) paid = middle;
    else tooMuch = middle;
  }
  return paid;
}

export interface Decimals {
  readonly lent: number;
  readonly held: number;
}

/** What a lent sum is worth in the drawer's currency at a rate, with a haircut on top, rounded up. */
export function worthUp(amount: bigint, { lentNano, heldNano }: Spot, decimals: Decimals, haircutBp: number): bigint {
  return divideUp(
    amount * lentNano * 10n ** BigInt(decimals.held) * (wholeBp + BigInt(haircutBp)),
    heldNano * 10n ** BigInt(decimals.lent) * wholeBp,
  );
}

/** The largest sum whose collateral with the haircut is covered by so much of the drawer's currency. */
export function coveredBy(held: bigint, { lentNano, heldNano }: Spot, decimals: Decimals, haircutBp: number): bigint {
  return divideDown(
    held * heldNano * 10n ** BigInt(decimals.lent) * wholeBp,
    lentNano * 10n ** BigInt(decimals.held) * (wholeBp + BigInt(haircutBp)),
  );
}

/** Whether |now / before - 1| is more than the threshold, compared exactly. */
export function hasMoved(before: Spot, now: Spot, thresholdBp: number): boolean {
  const [nowPart, beforePart] = [now.lentNano * before.heldNano, now.heldNano * before.lentNano];
  return difference(nowPart, beforePart) * wholeBp > beforePart * BigInt(thresholdBp);
}

/** What a margin call may ask for: collateral stays an amount, whatever prices do. */
export function callAmount(wanted: bigint, collateral: bigint): bigint {
  return minimum(wanted, limits.amountMax) - collateral;
}
