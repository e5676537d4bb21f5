// The criticality of a component: supply risk, growth of demand and volatility, as the cube root of their product.
import { cubeRootDown, maximum, minimum } from "#src/core/arithmetic.ts";
import { wholePpm } from "../vectors.ts";

/** What is known of a place between 0 and 1,000,000: both bounds are equal for a value, and the ends where nothing is known. */
export interface Bounds {
  readonly leastPpm: bigint;
  readonly mostPpm: bigint;
}

export const nothingKnown: Bounds = { leastPpm: 0n, mostPpm: wholePpm };

/** The same at both ends. */
export const exactly = (ppm: bigint): Bounds => ({ leastPpm: ppm, mostPpm: ppm });

/**
 * Concentration weighted by governance is placed on 0 to 50,000 of its 100,000: by the European Commission's scale, where
 * 1 is critical and stands for 10,000, the range ends at 5. It is fixed, so that another component moves none.
 */
export const weightedConcentrationMost = 50_000n;

export interface ScarcityFigures {
  /** Of each stage of production whose shares are stated: concentration weighted by governance, 0 to 100,000. */
  readonly concentration: readonly { readonly least: bigint; readonly most: bigint }[];
  /** Places on the indicators' fixed ranges, turned so that more is scarcer. */
  readonly recycling: Bounds;
  readonly substitutability: Bounds;
  readonly demandGrowth: Bounds;
  /** The standard deviation of a year's return, where 1,000,000 and more count as one. */
  readonly volatility: Bounds;
}

/** Every step of a score, at the least and at the most that is known. */
export interface Score {
  readonly concentration: Bounds;
  readonly supplyRisk: Bounds;
  readonly criticality: Bounds;
}

/**
 * Supply risk = concentration of the worst stage x recycling x substitutability (European Commission, 2017); criticality =
 * cube root of supply risk x growth x volatility (NSTC, 2016). Each is rounded down once. What is not known widens the bounds;
 * whoever tilts weights takes the lower one, so that nothing is gained by saying nothing.
 */
export function scoreOf({
  concentration,
  recycling,
  substitutability,
  demandGrowth,
  volatility,
}: ScarcityFigures): Score {
  const stages = concentration.map(({ least, most }) => ({ leastPpm: placed(least), mostPpm: placed(most) }));
  const worst: Bounds =
    stages.length === 0
      ? nothingKnown
      : {
          leastPpm: maximum(0n, ...stages.map(({ leastPpm }) => leastPpm)),
          mostPpm: maximum(0n, ...stages.map(({ mostPpm }) => mostPpm)),
        };
  const at = (side: keyof Bounds) => {
    const riskPpm = (worst[side] * recycling[side] * substitutability[side]) / (wholePpm * wholePpm);
    return { riskPpm, criticalityPpm: cubeRootDown(riskPpm * demandGrowth[side] * volatility[side]) };
  };
  const [least, most] = [at("leastPpm"), at("mostPpm")];
  return {
    concentration: worst,
    supplyRisk: { leastPpm: least.riskPpm, mostPpm: most.riskPpm },
    criticality: { leastPpm: least.criticalityPpm, mostPpm: most.criticalityPpm },
  };
}

function placed(weighted: bigint): bigint {
  return (minimum(weighted, weightedConcentrationMost) * wholePpm) / weightedConcentrationMost;
}
