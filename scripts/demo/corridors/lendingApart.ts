// The demo's own arithmetic of lending: collateral, what stays behind of it, rates by use, interest; every rounding for the lender.
import { decimalsOf } from "./setting.ts";

const ceil = (top: bigint, bottom: bigint): bigint => (top + bottom - 1n) / bottom;

/** What each currency is quoted at by the feeders, in billionths of a dollar a unit: near what the devnet's corridors count with. */
export const pricesNano = { CNY: 140_000_000n, THB: 30_000_000n, UZS: 80_000n } as const;
type Priced = keyof typeof pricesNano;

/** What a sum is worth in another currency at those prices, with a haircut on top. */
export function collateralFor(amount: bigint, lent: Priced, held: Priced, haircutBp: bigint): bigint {
  const scale = { lent: 10n ** BigInt(decimalsOf(lent)), held: 10n ** BigInt(decimalsOf(held)) };
  return ceil(amount * pricesNano[lent] * scale.held * (10_000n + haircutBp), pricesNano[held] * scale.lent * 10_000n);
}

/** The collateral that stays when a part of what was lent is left. */
export const keptOf = (collateral: bigint, left: bigint, lent: bigint): bigint => ceil(collateral * left, lent);

interface Rate {
  readonly baseBp: number;
  readonly marginBp: number;
  readonly ladder: { readonly middleBp: number; readonly upperBp: number };
}

/** Dearer above a half of the limit, and dearer still above four fifths. */
export function rateBpOf({ baseBp, marginBp, ladder }: Rate, drawn: bigint, limit: bigint): number {
  const step = drawn * 10n > limit * 8n ? ladder.upperBp : drawn * 2n > limit ? ladder.middleBp : 0;
  return baseBp + marginBp + step;
}

export const interestOf = (amount: bigint, rateBp: number, days: bigint): bigint =>
  ceil(amount * BigInt(rateBp) * days, 3_600_000n);
