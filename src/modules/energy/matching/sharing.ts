// How a sum of watt-hours is shared out among many, and who of one side is paired with whom of the other.
import { divideDown } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";

/**
 * Shares of a total in proportion to weights, in whole units: the floor of each, then one more for the largest remainders,
 * the first of equals first. Their sum is the total, and none is more than its weight when the total is not more than all.
 */
export function shareOut(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  assert(total >= 0n && (total === 0n || sum > 0n), "what is shared out has somebody to go to");
  if (total === 0n) return weights.map(() => 0n);
  const shares = weights.map((weight) => divideDown(total * weight, sum));
  const left = Number(total - shares.reduce((all, share) => all + share, 0n));
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (total * weight) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder.slice(0, left)) shares[index] = (shares[index] ?? 0n) + 1n;
  return shares;
}

/** An amount of one giver for one taker, by their places in the lists. */
export interface Pairing {
  readonly giver: number;
  readonly taker: number;
  readonly wh: bigint;
}

/** Pairs two lists of equal sums in order: each giver goes on where the one before ended. At most one pair for each place. */
export function pairInOrder(givenWh: readonly bigint[], takenWh: readonly bigint[]): Pairing[] {
  const pairs: Pairing[] = [];
  let taker = 0;
  let missingWh = takenWh[0] ?? 0n;
  givenWh.forEach((wholeWh, giver) => {
    let leftWh = wholeWh;
    while (leftWh > 0n) {
      while (missingWh === 0n) {
        taker += 1;
        assert(taker < takenWh.length, "as much is taken as is given");
        missingWh = takenWh[taker] ?? 0n;
      }
      const wh = leftWh < missingWh ? leftWh : missingWh;
      pairs.push({ giver, taker, wh });
      leftWh -= wh;
      missingWh -= wh;
    }
  });
  return pairs;
}
