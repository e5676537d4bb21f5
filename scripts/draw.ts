// Draws that are the same for the same seed, for loads and tests.

/** Whole numbers below a bound: xorshift32. */
export function createDraw(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}
