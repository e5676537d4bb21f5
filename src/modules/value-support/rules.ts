// Arithmetic of value support: watt-hours proved, the room they open, how it decays, and a prover's part of fees.
import { divideDown, divideUp, minimum } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
const whPerMwh = 1_000_000n;

/** Slopes are counted in billionths of a micro-KDG a millisecond, so that rounding them costs a proof next to nothing. */
const slopeScale = 1_000_000_000n;
/** Fees are counted for one unit of slope in parts of 10^15. */
const feeScale = 10n ** 15n;

/** What is known of one hour of one data centre, in watt-hours of its facility, and the capacity of its site. */
export interface HourFigures {
  /** Covered by generation certificates of that hour. */
  readonly matchedWh: bigint;
  /** Used, overhead included, for compute that its consumer signed for. */
  readonly attributedWh: bigint;
  /** Of the site's capacity in the hour's month: what backs money as a delivery right, and all of it. */
  readonly backed: bigint;
  readonly whole: bigint;
}

/**
 * The watt-hours of an hour that support money: clean and used for compute that somebody signed for, so the lesser of
 * the two; an hour pledged as capacity gives nothing for the part pledged. Rounds down: against the prover.
 */
export function provedWh({ matchedWh, attributedWh, backed, whole }: HourFigures): bigint {
  assert(backed <= whole, "no more capacity backs money than there is");
  return divideDown(minimum(matchedWh, attributedWh) * (whole - backed), whole);
}

/** The room that watt-hours open at first, rounded down: against the minters. */
export function roomOf(wh: bigint, microKdgPerMwh: bigint): bigint {
  return divideDown(wh * microKdgPerMwh, whPerMwh);
}

/** How fast a room goes, in slope units: all of it within its validity. Rounds down, and the room with it. */
export function slopeOf(roomMicroKdg: bigint, validityMs: number): bigint {
  return divideDown(roomMicroKdg * slopeScale, BigInt(validityMs));
}

/** Sums over all proofs in force: with them the room of all is known without visiting any. */
export interface SlopeSums {
  readonly slope: bigint;
  /** The sum of each slope times the moment at which its proof ends. */
  readonly slopeTimesEnd: bigint;
}

/**
 * The room left at a moment. Each proof gives slope * (end - now), which falls in a straight line from its room to zero.
 * Proofs past their end that were not taken out of the sums yet only lessen it. Rounds down: against the minters.
 */
export function roomAt({ slope, slopeTimesEnd }: SlopeSums, nowMs: number): bigint {
  const scaled = slopeTimesEnd - slope * BigInt(nowMs);
  return scaled <= 0n ? 0n : divideDown(scaled, slopeScale);
}

/** The same of one proof. */
export function roomOfProofAt(slope: bigint, endMs: number, nowMs: number): bigint {
  return nowMs >= endMs ? 0n : divideDown(slope * BigInt(endMs - nowMs), slopeScale);
}

/** How far the index of fees rises when a fee is shared among all slopes; rounds down, the rest stays in the book. */
export function indexRise(feeMicroKdg: bigint, slope: bigint): bigint {
  return divideDown(feeMicroKdg * feeScale, slope);
}

/** What a slope earned while the index rose so far; rounds down: the book never owes more than it holds. */
export function earned(slope: bigint, rise: bigint): bigint {
  return divideDown(slope * rise, feeScale);
}

/** The most that a proof may ever earn in fees, rounded down. */
export function mostFees(wh: bigint, microKdgPerMwh: bigint): bigint {
  return divideDown(wh * microKdgPerMwh, whPerMwh);
}

/** Units of money, numbered from the first of a proof: from one included to one excluded. */
export interface Units {
  readonly fromMicroKdg: bigint;
  readonly untilMicroKdg: bigint;
}

/** The watt-hour that supports a unit: the room left lies evenly over all watt-hours of its proof. */
export function wattHourOfUnit(unit: bigint, roomMicroKdg: bigint, wholeWh: bigint): bigint {
  assert(unit >= 0n && unit < roomMicroKdg, "the unit lies in the room");
  return divideDown(unit * wholeWh, roomMicroKdg);
}

/** The units that a watt-hour supports, the other way round: those that `wattHourOfUnit` takes to it, perhaps none. */
export function unitsOfWattHour(wattHour: bigint, roomMicroKdg: bigint, wholeWh: bigint): Units {
  assert(wattHour >= 0n && wattHour < wholeWh, "the watt-hour is one of the proof's");
  return {
    fromMicroKdg: divideUp(wattHour * roomMicroKdg, wholeWh),
    untilMicroKdg: divideUp((wattHour + 1n) * roomMicroKdg, wholeWh),
  };
}
