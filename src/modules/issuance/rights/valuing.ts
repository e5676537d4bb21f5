// What delivery rights are worth: at low prices after a haircut that grows with the time until delivery, and never more
// than the bond behind them.
import { divideDown, minimum } from "#src/core/arithmetic.ts";
import { monthStartMs } from "#src/core/month.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { read as bonds } from "#src/modules/bonds/access.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { parameters } from "../parameters.ts";
import { collateralNanoDown, wholeBp } from "../rules.ts";
import { liveRights, rights } from "../tables.ts";
import type { Right, RightKind } from "./schemas.ts";

/** Thirty days: obsolescence is told for each. */
const monthMs = 2_592_000_000n;

export type Quantity = Pick<Right, "energy" | "capacity">;

/** In the measure of the component's feed: watt-hours, or micro-SCU-hours. */
export function quantityOf({ energy, capacity }: Stored<Quantity>): bigint {
  return energy?.wattHours ?? capacity?.microScuHours ?? 0n;
}

/** The base haircut of its kind, and for compute what an hour loses each month until its delivery begins; at most all. */
export function haircutBp(state: StateReader, kind: RightKind, month: string): bigint {
  if (kind === "ELEC") return parameters.haircutElecBp.get(state);
  const untilMs = BigInt(Math.max(0, monthStartMs(month) - state.timeMs));
  const obsolescence = parameters.computeObsolescenceBpPerMonth.get(state);
  const months = divideDown(untilMs + monthMs - 1n, monthMs);
  return minimum(wholeBp, parameters.haircutComputeBp.get(state) + months * obsolescence);
}

/** A quantity at its component's low price after the haircut, rounded down; 0 without a fresh price. */
export function collateralOfQuantity(state: StateReader, kind: RightKind, month: string, quantity: bigint): bigint {
  const feed = basket.feed(state, kind);
  if (feed === undefined) return 0n;
  const price = oracle.price(state, feed);
  if (price.status === "unknown" || price.status === "stale") return 0n;
  const { measuresPerUnit } = oracle.unit(state, feed);
  const low = { priceNano: price.worstNano.low, measuresPerUnit };
  return collateralNanoDown(quantity, low, haircutBp(state, kind, month));
}

/** From its month's start a right counts nothing, whether or not it has been dealt with yet. */
export function countedNano(state: StateReader, right: Stored<Right>): bigint {
  if (right.state !== "held" || state.timeMs >= monthStartMs(right.month)) return 0n;
  const own = collateralOfQuantity(state, right.kind, right.month, quantityOf(right));
  return minimum(own, bonds.collateralNano(state, right.bond));
}

/** What the rights of each kind count for; a bounded number of them is held at once. */
export function countedByKind(state: StateReader): Readonly<Record<RightKind, bigint>> {
  const sums = { ELEC: 0n, COMPUTE: 0n };
  for (const number of liveRights.get(state) ?? []) {
    const right = rights.get(state, number);
    if (right !== undefined) sums[right.kind] += countedNano(state, right);
  }
  return sums;
}

export function countedRights(state: StateReader): bigint {
  const { ELEC, COMPUTE } = countedByKind(state);
  return ELEC + COMPUTE;
}

/** What rights of a kind promise that still count, in the measure of the component's feed. */
export function heldQuantity(state: StateReader, kind: RightKind): bigint {
  return (liveRights.get(state) ?? []).reduce((sum, number) => {
    const right = rights.get(state, number);
    if (right === undefined || right.kind !== kind || state.timeMs >= monthStartMs(right.month)) return sum;
    return sum + quantityOf(right);
  }, 0n);
}
