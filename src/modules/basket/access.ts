// What other modules may ask of `basket`.
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { type Share, shareBp } from "./rules.ts";
import type { BasketLine } from "./schemas.ts";
import { components } from "./tables.ts";
import { type BasketValue, type KnownValue, pricedLines, readValue, requireBasket } from "./valuation.ts";

export type { Share } from "./rules.ts";
export { componentIdSchema } from "./schemas.ts";
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
