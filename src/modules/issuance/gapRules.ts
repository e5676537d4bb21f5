// Arithmetic of the reserve's gap: what the basket asks for, and how much of a metal would bring its share to its target.
import { divideDown, divideUp, maximum } from "#src/core/arithmetic.ts";
import { aimOf, type Fraction, fitsComposition, microPerKdg, noShare, wholeBp } from "./rules.ts";

/** What to do about a metal; `unknown` while the basket has no value to tell shares by. */
export type Advice = "acquire" | "release" | "within" | "unknown";

/** By where the share lies against the band around its target, as in the test of a mint; an empty reserve is within. */
export function adviceOn(share: Fraction, target: Fraction, bandBp: bigint): Exclude<Advice, "unknown"> {
  if (fitsComposition(noShare, share, target, bandBp)) return "within";
  const { part, total } = aimOf(target);
  return share.part * total > part * share.total ? "release" : "acquire";
}

/**
 * By worth, what must come or go for a share to be at its target while the other metals stay: with h held of H in all and
 * a target t, (h + x) / (H + x) = t gives x = (t * H - h) / (1 - t), and what must go is its opposite. Rounded down: the
 * target is never passed. Nothing where the metal is all of the basket's metals, for no amount of it makes others fewer.
 */
export function distanceNano(share: Fraction, target: Fraction): bigint {
  const { part, total } = aimOf(target);
  if (part === total) return 0n;
  const over = share.part * total - part * share.total;
  return divideDown(over < 0n ? -over : over, total - part);
}

/** A component's quantity in the basket, in whole units, and how many measures one unit has. */
export interface Line {
  readonly quantity: bigint;
  readonly measuresPerUnit: bigint;
}

/** The basket times the supply, in the feed's measure, rounded up: what is asked for is never understated. */
export function askedQuantity({ quantity, measuresPerUnit }: Line, supplyMicroKdg: bigint, basketKdg: bigint): bigint {
  return divideUp(quantity * measuresPerUnit * supplyMicroKdg, basketKdg * microPerKdg);
}

/** The collateral that lacks until coverage is so high, rounded up: the reserve's lack is never understated. */
export function lackingNano(liabilityNano: bigint, coverageBp: bigint, coveredNano: bigint): bigint {
  return maximum(0n, divideUp(liabilityNano * coverageBp, wholeBp) - coveredNano);
}
