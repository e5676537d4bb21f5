// One component on the scales of a reweighting: its sound price and its trailing average.
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";

interface Target {
  readonly component: string;
  readonly feed: string;
  readonly weightBp: number;
  readonly quantityBefore: bigint;
}

export interface Weighed extends Target {
  readonly roundId: number;
  readonly priceNano: bigint;
  readonly averageNano: bigint;
  readonly averageFromMs: number;
}

/** Refuses a price that is not sound, and an average that rests on too little history. */
export function weighedLine(state: StateReader, target: Target, windowMs: number, leastMs: bigint): Weighed {
  const { component, feed, weightBp, quantityBefore } = target;
  const { roundId, priceNano } = oracle.requireSound(state, feed);
  const { averageNano, fromMs } = oracle.average(state, feed, windowMs);
  const historyMs = state.timeMs - fromMs;
  if (BigInt(historyMs) < leastMs) throw refusals.historyTooShort({ component, historyMs, leastMs });
  return {
    component,
    feed,
    weightBp,
    quantityBefore,
    roundId,
    priceNano: priceNano.mid,
    averageNano,
    averageFromMs: fromMs,
  };
}
