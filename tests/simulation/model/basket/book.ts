// The basket as the model keeps it, and what it is worth at the prices of the moment.
import { byText, floor, type Share, sum } from "../arithmetic.ts";
import type { Model } from "../model.ts";
import { oracleOf } from "../oracle/book.ts";
import { type Price, priceOf, type Range } from "../oracle/prices.ts";
import { type UndoLog, UndoMap } from "../undo.ts";

export interface Line {
  readonly component: string;
  readonly feed: string;
  readonly quantity: bigint;
}

export interface Basket {
  readonly reweights: number;
  readonly basketKdg: bigint;
  readonly lines: readonly Line[];
  readonly remainderNano: bigint;
  readonly sinceMs: number;
}

const makeBook = (log: UndoLog) => ({
  /** One entry, under its name. */
  baskets: new UndoMap<"current", Basket>(log),
  /** The feed of each component that is known. */
  components: new UndoMap<string, string>(log),
  records: new UndoMap<number, unknown>(log),
});

export const basketOf = (model: Model) => model.book(makeBook);
export const currentBasket = (model: Model): Basket => basketOf(model).baskets.at("current");
export const byComponent = (left: { readonly component: string }, right: { readonly component: string }): number =>
  byText(left.component, right.component);

export interface Value {
  readonly status: Price["status"];
  readonly basketKdg: bigint;
  readonly worth: Range;
  /** R at low prices, for one KDG, rounded down. */
  readonly lowNano: bigint;
  readonly observedMs: number;
}

/** Nothing where any price is unknown. */
export function basketValue(model: Model): Value | undefined {
  const { basketKdg, lines, remainderNano } = currentBasket(model);
  const priced: { quantity: bigint; price: Price }[] = [];
  for (const { feed, quantity } of lines) {
    const price = priceOf(model, feed);
    if (price === undefined) return undefined;
    priced.push({ quantity, price });
  }
  const at = (side: keyof Range) =>
    remainderNano + sum(priced.map(({ quantity, price }) => quantity * price.worst[side]));
  const statuses = new Set(priced.map(({ price }) => price.status));
  const status = statuses.has("stale") ? "stale" : statuses.has("pending") ? "pending" : "sound";
  const worth = { low: at("low"), mid: at("mid"), high: at("high") };
  const observedMs = Math.min(...priced.map(({ price }) => price.observedMs));
  return { status, basketKdg, worth, lowNano: floor(worth.low, basketKdg), observedMs };
}

/** A value that may be used although a jump is held. */
export const isUsable = (value: Value | undefined): value is Value => value !== undefined && value.status !== "stale";

/** The share of each metal among the basket's metals, at middle prices. */
export function metalTargets(model: Model): ReadonlyMap<string, Share> {
  const metals = currentBasket(model).lines.filter(({ feed }) => oracleOf(model).feeds.at(feed).measure === "mg");
  const parts = metals.map(({ component, feed, quantity }) => {
    const mid = priceOf(model, feed)?.range.mid ?? 0n;
    return { component, part: quantity * mid };
  });
  const total = sum(parts.map(({ part }) => part));
  return new Map(parts.map(({ component, part }) => [component, { part, total }]));
}
