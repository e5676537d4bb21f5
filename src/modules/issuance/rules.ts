// Arithmetic of issuance: worth, coverage, zones, what a mint gives, composition. Every rounding goes against the taker.
import { difference, divideDown, divideUp, minimum } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import type { Zone } from "./schemas.ts";

export const wholeBp = 10_000n;
export const microPerKdg = 1_000_000n;
export const hourMs = 3_600_000n;

/** One side of R, exactly: `valueNano` is the worth of `basketKdg` KDG in billionths of the numeraire. */
export interface Reference {
  readonly basketKdg: bigint;
  readonly valueNano: bigint;
}

/** A price with how many measures (milligrams, cents) it is for. */
export interface UnitPrice {
  readonly priceNano: bigint;
  readonly measuresPerUnit: bigint;
}

/** What exceeds an amount counts as the largest one: an issuer that floods the reserve with its currency gains nothing. */
function atMostAmount(value: bigint): bigint {
  return minimum(value, limits.amountMax);
}

/** The sum of worths, as far as an amount can say. */
export function sumOfWorths(worths: readonly bigint[]): bigint {
  return atMostAmount(worths.reduce((sum, worth) => sum + worth, 0n));
}

/** What a quantity held is worth, rounded down: the reserve is never overstated. */
export function worthNanoDown(quantity: bigint, { priceNano, measuresPerUnit }: UnitPrice): bigint {
  return atMostAmount(divideDown(quantity * priceNano, measuresPerUnit));
}

/** The same after a haircut, rounded down once. */
export function collateralNanoDown(
  quantity: bigint,
  { priceNano, measuresPerUnit }: UnitPrice,
  haircutBp: bigint,
): bigint {
  return atMostAmount(divideDown(quantity * priceNano * (wholeBp - haircutBp), measuresPerUnit * wholeBp));
}

/** How many micro-KDG a worth makes at a reference value, rounded down: whoever is credited loses the fraction. */
export function microKdgDown(worthNano: bigint, { basketKdg, valueNano }: Reference): bigint {
  return divideDown(worthNano * basketKdg * microPerKdg, valueNano);
}

/** What a supply stands for, rounded up: the ledger's debt is never understated. */
export function liabilityNanoUp(supplyMicroKdg: bigint, { basketKdg, valueNano }: Reference): bigint {
  return divideUp(supplyMicroKdg * valueNano, basketKdg * microPerKdg);
}

/** Assets over liability, rounded down; undefined where there is nothing to cover. */
export function coverageBpDown(assetsNano: bigint, liabilityNano: bigint): bigint | undefined {
  return liabilityNano === 0n ? undefined : atMostAmount(divideDown(assetsNano * wholeBp, liabilityNano));
}

/** An empty ledger counts as green. */
export function zoneOf(totalCoverageBp: bigint | undefined, lines: { greenBp: bigint; amberBp: bigint }): Zone {
  if (totalCoverageBp === undefined || totalCoverageBp >= lines.greenBp) return "green";
  return totalCoverageBp >= lines.amberBp ? "amber" : "red";
}

export interface MintTerms {
  /** R at high prices. */
  readonly high: Reference;
  readonly mintCoverageBp: bigint;
  readonly feeBp: bigint;
}

/**
 * What metal gives. Minted: floor(collateral / (R.high * mintCoverage)); of it the fee, rounded up, goes to the surplus
 * and the rest to the minter. Junior units: floor(worth / R.high) - minted, with worth at low prices before the haircut,
 * so that units and money together never exceed the worth. Two mints never give more than one mint of both.
 */
export function mintAmounts(worthNano: bigint, collateralNano: bigint, terms: MintTerms) {
  const { high, mintCoverageBp, feeBp } = terms;
  assert(mintCoverageBp >= wholeBp, "a mint is covered at least once");
  assert(collateralNano <= worthNano, "a haircut adds nothing");
  const mintedMicroKdg = divideDown(
    collateralNano * high.basketKdg * microPerKdg * wholeBp,
    high.valueNano * mintCoverageBp,
  );
  const feeMicroKdg = divideUp(mintedMicroKdg * feeBp, wholeBp);
  const juniorUnits = microKdgDown(worthNano, high) - mintedMicroKdg;
  assert(juniorUnits >= 0n, "a mint at full coverage leaves an excess");
  return { mintedMicroKdg, feeMicroKdg, receivedMicroKdg: mintedMicroKdg - feeMicroKdg, juniorUnits };
}

/** The most that can be minted in all so that assets cover it so far, rounded down. */
export function supplyAtCoverage(assetsNano: bigint, high: Reference, coverageBp: bigint): bigint {
  return divideDown(assetsNano * high.basketKdg * microPerKdg * wholeBp, high.valueNano * coverageBp);
}

/** A share as an exact fraction; of nothing, nothing. */
export interface Fraction {
  readonly part: bigint;
  readonly total: bigint;
}

/** The share of what is not there: of nothing, nothing. */
export const noShare: Fraction = { part: 0n, total: 0n };

/** What a share is held against: a basket without metals has a share of none for each. */
export function aimOf(target: Fraction): Fraction {
  return target.total === 0n ? { part: 0n, total: 1n } : target;
}

/** In basis points, rounded down. */
export function fractionBp({ part, total }: Fraction): bigint {
  return total === 0n ? 0n : divideDown(part * wholeBp, total);
}

/** The distance of two shares as an exact fraction. */
function distance(left: Fraction, right: Fraction): Fraction {
  return { part: difference(left.part * right.total, right.part * left.total), total: left.total * right.total };
}

/** Whether a share lies in the band around its target, or has moved towards it; exact, without division. */
export function fitsComposition(before: Fraction, after: Fraction, target: Fraction, bandBp: bigint): boolean {
  if (after.total === 0n) return true;
  const aim = aimOf(target);
  const now = distance(after, aim);
  if (now.part * wholeBp <= bandBp * now.total) return true;
  if (before.total === 0n) return false;
  const then = distance(before, aim);
  return now.part * then.total < then.part * now.total;
}

/** Whether a share that stays where it is lies in the band around a new target, or no further from it than from the old one. */
export function followsTarget(share: Fraction, before: Fraction, after: Fraction, bandBp: bigint): boolean {
  if (share.total === 0n) return true;
  const now = distance(share, aimOf(after));
  if (now.part * wholeBp <= bandBp * now.total) return true;
  const then = distance(share, aimOf(before));
  return now.part * then.total <= then.part * now.total;
}

/** Whether a share is at most so large, or has fallen; exact. */
export function fitsConcentration(before: Fraction, after: Fraction, mostBp: bigint): boolean {
  if (after.part * wholeBp <= mostBp * after.total) return true;
  return before.total > 0n && after.part * before.total < before.part * after.total;
}

/** Herfindahl's index as an exact fraction: the sum of the squares of shares, one where all is in one place. */
export function hhiOf(worths: readonly bigint[]): Fraction {
  const total = worths.reduce((sum, worth) => sum + worth, 0n);
  return { part: worths.reduce((sum, worth) => sum + worth * worth, 0n), total: total * total };
}

/** Whether an index, told in ten-thousandths as shares are, is at most its ceiling, or has not risen; exact. Of nothing held, any. */
export function fitsHhi(before: Fraction, after: Fraction, most: bigint): boolean {
  if (after.part * wholeBp <= most * after.total) return true;
  return before.total === 0n || after.part * before.total <= before.part * after.total;
}

/** What a throttle bucket allows in an hour: Reserve's rule, the larger of an amount and a part of the supply. */
export function bucketLimit(supplyMicroKdg: bigint, microKdgPerHour: bigint, bpPerHour: bigint): bigint {
  const part = divideDown(supplyMicroKdg * bpPerHour, wholeBp);
  return part > microKdgPerHour ? part : microKdgPerHour;
}

/** What is left in a bucket that refills evenly over an hour, rounded down: against whoever asks. */
export function bucketLeft(leftMicroKdg: bigint, elapsedMs: number, limitMicroKdg: bigint): bigint {
  return minimum(limitMicroKdg, leftMicroKdg + divideDown(limitMicroKdg * BigInt(elapsedMs), hourMs));
}

/** Who bears a loss: the surplus first, then junior units, then the holders of money. */
export function splitLoss(lossMicroKdg: bigint, surplusMicroKdg: bigint, juniorUnits: bigint) {
  const surplusBurntMicroKdg = minimum(lossMicroKdg, surplusMicroKdg);
  const juniorUnitsCut = minimum(lossMicroKdg - surplusBurntMicroKdg, juniorUnits);
  return {
    surplusBurntMicroKdg,
    juniorUnitsCut,
    holdersMicroKdg: lossMicroKdg - surplusBurntMicroKdg - juniorUnitsCut,
  };
}
