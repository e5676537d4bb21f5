// Arithmetic of the basket: shares of its worth, and how far a weight lies from one.
import { difference, divideDown, divideUp } from "#src/core/arithmetic.ts";
import { wholePpm } from "#src/weighting/vectors.ts";

const wholeBp = 10_000n;

/** A share as an exact fraction; of nothing, nothing. */
export interface Share {
  readonly partNano: bigint;
  readonly totalNano: bigint;
}

/** A share in basis points, rounded down. */
export function shareBp({ partNano, totalNano }: Share): number {
  return totalNano === 0n ? 0 : Number(divideDown(partNano * wholeBp, totalNano));
}

/** How far a share lies from a weight, in millionths, rounded up: against the change. */
export function stepPpm({ partNano, totalNano }: Share, weightPpm: bigint): bigint {
  if (totalNano === 0n) return weightPpm;
  return divideUp(difference(partNano * wholePpm, weightPpm * totalNano), totalNano);
}
