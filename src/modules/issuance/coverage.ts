// Coverage: what the reserve is worth against what the supply stands for, and the zone that follows.
import type { KnownValue } from "#src/modules/basket/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { collateralOf, type Holdings } from "./holdings.ts";
import { parameters } from "./parameters.ts";
import { coverageBpDown, liabilityNanoUp, type Reference, sumOfWorths, zoneOf } from "./rules.ts";
import type { Zone } from "./schemas.ts";

export interface Coverage {
  readonly collateralNano: bigint;
  readonly liabilityNano: bigint;
  /** What delivery rights count for. */
  readonly rightsNano: bigint;
  /** Metal and currency alone; undefined where there is no supply. */
  readonly hardBp: bigint | undefined;
  /** With delivery rights. */
  readonly totalBp: bigint | undefined;
  readonly zone: Zone;
}

/** R at high prices, at which supply counts. */
export function highOf({ basketKdg, valueNano }: KnownValue): Reference {
  return { basketKdg, valueNano: valueNano.high };
}

export function coverageOf(
  state: StateReader,
  holdings: Holdings,
  supplyMicroKdg: bigint,
  value: KnownValue,
  rightsNano: bigint,
): Coverage {
  const collateralNano = collateralOf(holdings);
  const liabilityNano = liabilityNanoUp(supplyMicroKdg, highOf(value));
  const hardBp = coverageBpDown(collateralNano, liabilityNano);
  const totalBp = coverageBpDown(sumOfWorths([collateralNano, rightsNano]), liabilityNano);
  const lines = { greenBp: parameters.greenBp.get(state), amberBp: parameters.amberBp.get(state) };
  return { collateralNano, rightsNano, liabilityNano, hardBp, totalBp, zone: zoneOf(totalBp, lines) };
}
