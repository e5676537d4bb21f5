// What the forms of price files have in common: a row has prices of series, each of one period.
import { parseDecimal } from "#src/cli/importing/cells.ts";
import { type Refused, type RefusedReason, refusedAt } from "#src/cli/importing/refused.ts";
import type { Period } from "./periods.ts";
import { type PricedUnit, priceDecimals } from "./units.ts";

/** One price, times ten to the power of `priceDecimals`, and where it stands. */
export interface FilePrice {
  readonly series: string;
  readonly period: Period;
  readonly scaled: bigint;
  /** How far off it may be, where the file tells. */
  readonly confidenceScaled?: bigint;
  readonly line: number;
  readonly column: string;
  readonly value: string;
}

export interface RowPrices {
  readonly prices: readonly FilePrice[];
  readonly refused: readonly Refused[];
}

/** Which series are wanted; the form asks before it looks at a price, so that what nobody wants is refused to nobody. */
export interface Wanted {
  /** Whether a series of one of these names is wanted; remembers that the file has it. */
  series(...names: readonly string[]): string | undefined;
  /** Whether prices of this period are. */
  period(period: Period): boolean;
}

export interface PriceForm {
  /** Of a wanted series; undefined where it has none that is known here. */
  unitOf(series: string): PricedUnit | undefined;
  row(cells: readonly string[], line: number): RowPrices;
  /** What can only be told when all rows are read. */
  end(): RowPrices;
}

export const nothing: RowPrices = { prices: [], refused: [] };

export function refusedRow(place: Parameters<typeof refusedAt>[0], reason: RefusedReason): RowPrices {
  return { prices: [], refused: [refusedAt(place, reason)] };
}

export interface PricePlace {
  readonly series: string;
  readonly period: Period;
  readonly line: number;
  readonly column: string;
  readonly value: string;
}

/** A price above 0, times ten to the power of `priceDecimals`; or why the cell is none. */
export function parsePrice(text: string): { readonly value: bigint } | { readonly reason: RefusedReason } {
  const parsed = parseDecimal(text, priceDecimals);
  if ("reason" in parsed || parsed.value > 0n) return parsed;
  return { reason: parsed.value === 0n ? "zeroPrice" : "negativePrice" };
}

export function readPrice(place: PricePlace): RowPrices {
  const parsed = parsePrice(place.value);
  if ("reason" in parsed) return refusedRow(place, parsed.reason);
  return { prices: [{ ...place, scaled: parsed.value }], refused: [] };
}

export function together(rows: readonly RowPrices[]): RowPrices {
  return { prices: rows.flatMap(({ prices }) => prices), refused: rows.flatMap(({ refused }) => refused) };
}
