// What a watt-hour over an interconnector costs on the way: certificates for its losses are used up as well.
import { divideDown, divideUp } from "#src/core/arithmetic.ts";

const millionth = 1_000_000n;

/** The watt-hours lost for those that arrive, by a loss ratio in millionths of what was sent; rounds up. */
export function lossWh(arrivingWh: bigint, lossPpm: number): bigint {
  return divideUp(arrivingWh * BigInt(lossPpm), millionth - BigInt(lossPpm));
}

/** The most that can arrive when certificates for so many watt-hours are used up in all; rounds down. */
export function arrivingWh(usedWh: bigint, lossPpm: number): bigint {
  return divideDown(usedWh * (millionth - BigInt(lossPpm)), millionth);
}

/** What goes over one link of a zone: what arrives, and the ratio of its losses. */
export interface LossyFlow {
  readonly wh: bigint;
  readonly lossPpm: number;
}

/**
 * Cuts flows back until a zone's certificates cover what arrives and what is lost. The last flow is cut first, so the
 * caller lists the dearest last. What a zone uses itself comes before all of them.
 */
export function fitLosses(ownWh: bigint, flows: readonly LossyFlow[], supplyWh: bigint): bigint[] {
  const fitted = flows.map(({ wh }) => wh);
  let excessWh = flows.reduce((sum, { wh, lossPpm }) => sum + wh + lossWh(wh, lossPpm), ownWh) - supplyWh;
  for (let at = flows.length - 1; at >= 0 && excessWh > 0n; at -= 1) {
    const { wh, lossPpm } = flows[at] ?? { wh: 0n, lossPpm: 0 };
    const usedWh = wh + lossWh(wh, lossPpm);
    const keptWh = usedWh > excessWh ? arrivingWh(usedWh - excessWh, lossPpm) : 0n;
    fitted[at] = keptWh;
    excessWh -= usedWh - keptWh - lossWh(keptWh, lossPpm);
  }
  return fitted;
}
