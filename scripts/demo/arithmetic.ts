// The demo's own arithmetic, written apart from the ledger's, from DESIGN alone: what a mint and an epoch must give.

/** What the demo needs of one metal: how much of it counts, and at what price. */
export interface MetalFigures {
  readonly fineWeightMg: bigint;
  /** The feed counts so many milligrams to a unit of its price. */
  readonly mgPerUnit: bigint;
  readonly lowNano: bigint;
  readonly haircutBp: bigint;
}

/**
 * sum of quantity * low price * (1 - haircut) / (high value of a KDG * mint coverage), in micro-KDG, rounded down once at
 * the very end. The ledger may round down on the way too, so it may give one micro-KDG less, and never more.
 */
export function mintedMicroKdg(
  metals: readonly MetalFigures[],
  basketHighNano: bigint,
  basketKdg: bigint,
  mintCoverageBp: bigint,
): bigint {
  const denominator = metals.reduce((product, { mgPerUnit }) => product * mgPerUnit, 1n);
  const collateral = metals.reduce((sum, { fineWeightMg, mgPerUnit, lowNano, haircutBp }) => {
    return sum + fineWeightMg * lowNano * (10_000n - haircutBp) * (denominator / mgPerUnit);
  }, 0n);
  return (collateral * basketKdg * 1_000_000n) / (denominator * basketHighNano * mintCoverageBp);
}

/** Value at the low price, before any haircut, in nano numeraire, rounded down for each metal. */
export function worthNano(metals: readonly MetalFigures[]): bigint {
  return metals.reduce((sum, { fineWeightMg, lowNano, mgPerUnit }) => sum + (fineWeightMg * lowNano) / mgPerUnit, 0n);
}

/** The lesser of the low reference value and what the reserve can pay for each KDG. */
export function epochRateNano(lowNano: bigint, distributableNano: bigint, supplyMicroKdg: bigint): bigint {
  const share = (distributableNano * 1_000_000n) / supplyMicroKdg;
  return share < lowNano ? share : lowNano;
}
