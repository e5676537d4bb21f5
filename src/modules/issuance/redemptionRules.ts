// Arithmetic of redemption: the one rate of an epoch, fees, weights. Every rounding goes against the redeemer.
import { divideDown, divideUp, maximum, minimum } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";
import { type Fraction, microPerKdg, wholeBp } from "./rules.ts";

/** What one KDG is paid, rounded down: the lesser of R.low and what can be distributed for each KDG there is. */
export function redemptionRateNano(lowNano: bigint, distributableNano: bigint, supplyMicroKdg: bigint): bigint {
  assert(supplyMicroKdg > 0n, "what is redeemed is part of the supply");
  return minimum(lowNano, divideDown(distributableNano * microPerKdg, supplyMicroKdg));
}

/** How much must be burnt so that the rest can be paid R.low in full, rounded up: against the surplus. */
export function burnForFullRate(lowNano: bigint, distributableNano: bigint, supplyMicroKdg: bigint): bigint {
  return maximum(0n, supplyMicroKdg - divideDown(distributableNano * microPerKdg, lowNano));
}

/**
 * The fee for a metal: the base at its target share, nothing where it lies a band above, twice the base where it lies a
 * band below; evenly between, rounded up: the surplus gains.
 */
export function redemptionFeeBp(baseBp: bigint, shareBp: bigint, targetBp: bigint, bandBp: bigint): bigint {
  const belowBp = targetBp - shareBp;
  if (belowBp <= -bandBp) return 0n;
  return divideUp(baseBp * minimum(bandBp + belowBp, 2n * bandBp), bandBp);
}

/** The terms of a payment: the rate of the epoch, the fee, and the price at which what is paid counts. */
export interface PaymentTerms {
  readonly rateNano: bigint;
  readonly feeBp: bigint;
  readonly highNano: bigint;
  readonly measuresPerUnit: bigint;
}

/** How much metal or currency an amount of KDG buys after the fee, at the high price; rounded down. */
export function quantityFor(microKdg: bigint, terms: PaymentTerms): bigint {
  const { rateNano, feeBp, highNano, measuresPerUnit } = terms;
  return divideDown(microKdg * rateNano * (wholeBp - feeBp) * measuresPerUnit, microPerKdg * wholeBp * highNano);
}

/** How much KDG a quantity takes, fee included; rounded up, and never more than it was computed from. */
export function microKdgFor(quantity: bigint, terms: PaymentTerms): bigint {
  const { rateNano, feeBp, highNano, measuresPerUnit } = terms;
  return divideUp(quantity * highNano * microPerKdg * wholeBp, measuresPerUnit * rateNano * (wholeBp - feeBp));
}

/** The part of what a payment took that goes to the surplus, rounded down: the burnt rest, and so all holders, gain. */
export function feeOf(usedMicroKdg: bigint, feeBp: bigint): bigint {
  return divideDown(usedMicroKdg * feeBp, wholeBp);
}

/** What holders lost on KDG burnt at a rate below R.low, rounded up: against junior units, which bear it. */
export function lostBelow(burntMicroKdg: bigint, rateNano: bigint, lowNano: bigint): bigint {
  return burntMicroKdg - divideDown(burntMicroKdg * rateNano, lowNano);
}

/**
 * The most of a metal, by worth, that can be paid without its share falling below a floor: with h held of H in all,
 * (h - x) / (H - x) >= floor gives x <= (h - floor * H) / (1 - floor). Rounded down.
 */
export function payableNano(held: Fraction, floorBp: bigint): bigint {
  if (floorBp >= wholeBp) return held.part === held.total ? held.part : 0n;
  const above = held.part * wholeBp - floorBp * held.total;
  return above <= 0n ? 0n : divideDown(above, wholeBp - floorBp);
}
