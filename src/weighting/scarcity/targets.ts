// Targets of the weights: each base weight tilted by criticality and strategic demand, less what does not keep.
import { splitByLargestRemainder } from "#src/core/arithmetic.ts";
import { wholePpm } from "../vectors.ts";

export interface TiltedComponent {
  /** What the component weighs where nothing tilts. */
  readonly basePpm: bigint;
  /** The lower bounds of criticality and of the share of strategic demand: what is not known tilts nothing. */
  readonly criticalityPpm: bigint;
  readonly strategicDemandPpm: bigint;
  /** What is left of a quantity stored for a year; the upper bound, so that what is not known takes nothing. */
  readonly storabilityPpm: bigint;
  /** A forecast's shift, between -1,000,000 and 1,000,000; 0 without one. */
  readonly shiftPpm: bigint;
}

/**
 * Target_i in proportion to base_i x (1 + criticalityTilt x C_i + demandTilt x D_i) x (1 + shift_i) x storability_i, exact but
 * for the last step: 1,000,000 is split by the largest remainders, the earlier component first. The base weights where
 * nothing is left of any.
 */
export function targetsOf(
  components: readonly TiltedComponent[],
  tilts: { readonly criticalityTiltPpm: bigint; readonly demandTiltPpm: bigint },
): bigint[] {
  const parts = components.map(({ basePpm, criticalityPpm, strategicDemandPpm, storabilityPpm, shiftPpm }) => {
    const tilted =
      wholePpm * wholePpm + tilts.criticalityTiltPpm * criticalityPpm + tilts.demandTiltPpm * strategicDemandPpm;
    return basePpm * tilted * (wholePpm + shiftPpm) * storabilityPpm;
  });
  const isNothing = parts.every((part) => part === 0n);
  return splitByLargestRemainder(wholePpm, isNothing ? components.map(({ basePpm }) => basePpm) : parts);
}
