// The gap between the metals held and the basket's: which of them the reserve should acquire or release, and how much.
import { divideDown } from "#src/core/arithmetic.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { heldShares, targetShares } from "./composition.ts";
import { type Advice, adviceOn, distanceNano } from "./gapRules.ts";
import type { HeldMetal } from "./holdings.ts";
import { parameters } from "./parameters.ts";
import { type Fraction, noShare } from "./rules.ts";

export interface MetalGap {
  readonly held: HeldMetal;
  /** Of the attested metals held, and of the metals in the basket; at middle prices. */
  readonly share: Fraction;
  readonly target: Fraction;
  readonly advice: Advice;
  /** What would bring the share to its target while the other metals stay, at the middle price; rounded down. */
  readonly distanceNano: bigint;
  readonly distanceMg: bigint;
}

export function metalGaps(state: StateReader, metals: readonly HeldMetal[]): MetalGap[] {
  const isKnown = basket.value(state).status !== "unknown";
  const shares = heldShares(metals);
  const targets = isKnown ? targetShares(state) : new Map<string, Fraction>();
  const bandBp = parameters.bandBp.get(state);
  return metals.map((held) => {
    const share = shares.get(held.metal) ?? noShare;
    const target = targets.get(held.metal) ?? noShare;
    const nano = isKnown ? distanceNano(share, target) : 0n;
    return {
      held,
      share,
      target,
      advice: isKnown ? adviceOn(share, target, bandBp) : "unknown",
      distanceNano: nano,
      distanceMg: weightOf(held, nano),
    };
  });
}

function weightOf({ price, measuresPerUnit }: HeldMetal, nano: bigint): bigint {
  return price.status === "unknown" ? 0n : divideDown(nano * measuresPerUnit, price.priceNano.mid);
}
