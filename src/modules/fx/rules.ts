// Arithmetic of exchange in whole numbers: every rounding is for the provider, who would else pay for each fraction.
import { divideDown, divideUp, minimum } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import type { Stored } from "#src/state/view.ts";
import type { Rate, Tier } from "./schemas.ts";

const nano = 1_000_000_000n;
const wholeBp = 10_000n;

/** A pair as one of its two directions is looked at. */
export interface Direction {
  readonly base: string;
  readonly quote: string;
  /** Whether the first currency is given, which the provider buys at its bid. */
  readonly givesBase: boolean;
  readonly baseDecimals: number;
  readonly quoteDecimals: number;
}

export interface Exchanged {
  readonly paid: bigint;
  readonly delivered: bigint;
  readonly spread: bigint;
}

export type Fixed = "source" | "destination";

/** Smallest units of the second currency for one of the first, as a fraction, at so many billionths (times `parts`). */
function fraction({ baseDecimals, quoteDecimals }: Direction, priceNano: bigint, parts: bigint) {
  return { top: priceNano * 10n ** BigInt(quoteDecimals), bottom: parts * nano * 10n ** BigInt(baseDecimals) };
}

/** What is delivered for an amount, rounded down: the provider keeps the fraction. */
function deliveredDown(direction: Direction, paid: bigint, priceNano: bigint): bigint {
  const { top, bottom } = fraction(direction, priceNano, 1n);
  return direction.givesBase ? divideDown(paid * top, bottom) : divideDown(paid * bottom, top);
}

/** What must be paid for an amount, rounded up: the provider gains the fraction. */
function paidUp(direction: Direction, delivered: bigint, priceNano: bigint, parts = 1n): bigint {
  const { top, bottom } = fraction(direction, priceNano, parts);
  return direction.givesBase ? divideUp(delivered * bottom, top) : divideUp(delivered * top, bottom);
}

/** An exchange at the first tier that holds it; undefined where no tier does. */
export function exchangeAt(
  { tiers }: Pick<Stored<Rate>, "tiers">,
  direction: Direction,
  fixed: Fixed,
  amount: bigint,
): Exchanged | undefined {
  for (const { baseMost, bidNano, askNano } of tiers) {
    const priceNano = direction.givesBase ? bidNano : askNano;
    const paid = fixed === "source" ? amount : paidUp(direction, amount, priceNano);
    const delivered = fixed === "destination" ? amount : deliveredDown(direction, amount, priceNano);
    if (paid > limits.amountMax || delivered > limits.amountMax) continue;
    if ((direction.givesBase ? paid : delivered) > baseMost) continue;
    // At the middle of both rates the same would have cost so much: the rest is the spread.
    const atMiddle = minimum(paid, paidUp(direction, delivered, bidNano + askNano, 2n));
    return { paid, delivered, spread: paid - atMiddle };
  }
  return undefined;
}

/** Tiers rise, and none bids more than it asks. */
export function areSoundTiers(tiers: readonly Stored<Tier>[]): boolean {
  return tiers.every(
    ({ baseMost, bidNano, askNano }, at) =>
      bidNano <= askNano && (at === 0 || (tiers[at - 1]?.baseMost ?? 0n) < baseMost),
  );
}

export interface PriceRange {
  readonly low: bigint;
  readonly high: bigint;
}

/** Where rates of a pair may lie: its cross price by the oracle, lowest and highest, and so much beyond. */
export function bandOf(base: PriceRange, quote: PriceRange, bandBp: bigint): { lowNano: bigint; highNano: bigint } {
  return {
    lowNano: divideDown(base.low * nano * (wholeBp - bandBp), quote.high * wholeBp),
    highNano: divideUp(base.high * nano * (wholeBp + bandBp), quote.low * wholeBp),
  };
}
