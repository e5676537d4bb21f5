// Valuation: what the basket, and one KDG, is worth at the prices of the block's time.

import { divideDown, divideUp } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
import { read as oracle, type PriceRange, type PriceReading, type PriceStatus } from "#src/modules/oracle/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { worthOf } from "#src/weighting/reweighing.ts";
import type { Basket, BasketLine } from "./schemas.ts";
import { baskets } from "./tables.ts";

export interface KnownValue {
  readonly status: Exclude<PriceStatus, "unknown">;
  readonly basketKdg: bigint;
  /** The value of the whole basket in billionths of the numeraire; divided by `basketKdg` it is R exactly. */
  readonly valueNano: PriceRange;
  /** R in billionths of the numeraire per KDG: low and mid rounded down, high rounded up. */
  readonly perKdgNano: PriceRange;
  /** The oldest observation among the prices. */
  readonly observedMs: number;
}

/** Without a price for every component the basket has no value at all, which is not a value of 0. */
export type BasketValue = { readonly status: "unknown" } | KnownValue;

/** One component with its price and what its quantity is worth. */
export interface PricedLine {
  readonly component: string;
  readonly feed: string;
  readonly quantity: bigint;
  readonly price: PriceReading;
}

export function requireBasket(state: StateReader): Stored<Basket> {
  return present(baskets.get(state), "genesis makes the basket");
}

/** The worse of a held jump counts for low and high; the middle stays at the price in force. */
export function readValue(state: StateReader): BasketValue {
  const { basketKdg, lines, remainderNano } = requireBasket(state);
  const readings: (BasketLine & { known: Exclude<PriceReading, { status: "unknown" }> })[] = [];
  for (const line of lines) {
    const reading = oracle.price(state, line.feed);
    if (reading.status === "unknown") return { status: "unknown" };
    readings.push({ ...line, known: reading });
  }
  const valueAt = (side: keyof PriceRange) =>
    worthOf(
      readings.map(({ quantity, known }) => ({ quantity, priceNano: known.worstNano[side] })),
      remainderNano,
    );
  const valueNano = { low: valueAt("low"), mid: valueAt("mid"), high: valueAt("high") };
  return {
    status: worstStatus(readings.map(({ known }) => known.status)),
    basketKdg,
    valueNano,
    perKdgNano: {
      low: divideDown(valueNano.low, basketKdg),
      mid: divideDown(valueNano.mid, basketKdg),
      high: divideUp(valueNano.high, basketKdg),
    },
    observedMs: Math.min(...readings.map(({ known }) => known.observedMs)),
  };
}

export function pricedLines(state: StateReader): PricedLine[] {
  return requireBasket(state).lines.map((line) => ({ ...line, price: oracle.price(state, line.feed) }));
}

function worstStatus(statuses: readonly KnownValue["status"][]): KnownValue["status"] {
  if (statuses.includes("stale")) return "stale";
  return statuses.includes("pending") ? "pending" : "sound";
}
