// What other modules may ask of `basket`.
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { carryOut, planOf } from "./reweighting.ts";
import { type Share, shareBp } from "./rules.ts";
import type { BasketLine, ReweightRecord } from "./schemas.ts";
import { components, reweightRecords } from "./tables.ts";
import { type BasketValue, type KnownValue, pricedLines, readValue, requireBasket } from "./valuation.ts";

export type { Plan, Targets } from "./reweighting.ts";
export type { Share } from "./rules.ts";
export { componentIdSchema, componentsMax, type Hindrance, hindranceSchema, weightPpmSchema } from "./schemas.ts";
export type { BasketValue, KnownValue } from "./valuation.ts";

/** A component's share, as an exact fraction and in basis points rounded down. */
export interface ComponentShare extends Share {
  readonly component: string;
  readonly feed: string;
  readonly shareBp: number;
}

export const read = {
  /** Whatever there is, with its status. */
  value(state: StateReader): BasketValue {
    return readValue(state);
  },
  /** Refuses a value that is unknown or stale; while a jump is held, low and high take the worse of both. */
  requireValue(state: StateReader): KnownValue {
    const value = readValue(state);
    if (value.status === "unknown" || value.status === "stale") throw refusals.valueUnsound({ status: value.status });
    return value;
  },
  /** Refuses a value unless every price in it is sound. */
  requireSoundValue(state: StateReader): KnownValue {
    const value = readValue(state);
    if (value.status !== "sound") throw refusals.valueUnsound({ status: value.status });
    return value;
  },
  /** The components that the basket has, and how much of each, in whole units of the feed. */
  components(state: StateReader): readonly Readonly<BasketLine>[] {
    return requireBasket(state).lines;
  },
  /** How many whole KDG the basket stands for. */
  basketKdg(state: StateReader): bigint {
    return requireBasket(state).basketKdg;
  },
  /** The feed that prices a component, also of one that the basket has no more; undefined for one it never knew. */
  feed(state: StateReader, component: string): string | undefined {
    return components.get(state, component)?.feed;
  },
  /** How many reweightings made the basket. */
  reweights(state: StateReader): number {
    return requireBasket(state).reweights;
  },
  /** The trailing window of the average prices at which weights hold. */
  averageWindowMs(state: StateReader): number {
    return Number(parameters.averageWindowMs.get(state));
  },
  /** What new weights would make of the basket now, or what hinders it. */
  planOf,
  /** The record of one reweighting; undefined where there is none of this number. */
  reweighting(state: StateReader, number: number): Stored<ReweightRecord> | undefined {
    return reweightRecords.get(state, number);
  },
  has(state: StateReader, component: string): boolean {
    return requireBasket(state).lines.some((line) => line.component === component);
  },
  /** The share of one component in the basket's components at mid prices; 0 for one it does not have. */
  shareOfBasketBp(state: StateReader, component: string): number {
    return sharesAmong(state, () => true).find((share) => share.component === component)?.shareBp ?? 0;
  },
  /** The share of each metal (whatever is counted in mg) among the basket's metals, at mid prices. */
  metalShares(state: StateReader): readonly ComponentShare[] {
    return sharesAmong(state, (feed) => oracle.unit(state, feed).measure === "mg");
  },
};

export const move = {
  /** Reweights by a plan of this block; the value stays the same to the last unit. */
  carryOut,
};

function sharesAmong(state: StateReader, isWanted: (feed: string) => boolean): ComponentShare[] {
  const worths = pricedLines(state)
    .filter(({ feed }) => isWanted(feed))
    .map(({ component, feed, quantity, price }) => {
      if (price.status === "unknown") throw refusals.valueUnsound({ status: price.status });
      return { component, feed, partNano: quantity * price.priceNano.mid };
    });
  const totalNano = worths.reduce((sum, { partNano }) => sum + partNano, 0n);
  return worths.map((worth) => ({ ...worth, totalNano, shareBp: shareBp({ partNano: worth.partNano, totalNano }) }));
}
