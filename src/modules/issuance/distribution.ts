// What may be paid to junior units: money minted against what exceeds green coverage and its buffer.
import { maximum, minimum } from "#src/core/arithmetic.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { highOf } from "./coverage.ts";
import { collateralOf, readHoldings } from "./holdings.ts";
import { juniorUnits } from "./juniors.ts";
import { roomLeft } from "./minting.ts";
import { supplyMicroKdg } from "./money.ts";
import { parameters } from "./parameters.ts";
import { supplyAtCoverage } from "./rules.ts";

/** Rounded down: coverage keeps the fraction. One micro-KDG retires one unit, so no more than there are units. */
export function distributableToJuniors(state: StateReader): bigint {
  const value = basket.requireValue(state);
  const bufferedBp = parameters.greenBp.get(state) + parameters.distributionBufferBp.get(state);
  const leastBp = maximum(bufferedBp, parameters.hardFloorBp.get(state));
  const supplyMost = supplyAtCoverage(collateralOf(readHoldings(state)), highOf(value), leastBp);
  const excess = maximum(0n, supplyMost - supplyMicroKdg(state));
  return minimum(excess, juniorUnits(state), roomLeft(state));
}
