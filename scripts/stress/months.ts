// Months as the ledger counts them, and the monthly prices that replays take from tables.
import { devnetMonthAt, devnetMonthIndex } from "#src/node/devnetPrices.ts";
import { prices1983to1986 } from "./prices1983to1986.ts";

export type Metal = "AG" | "CU" | "SN";
export type Prices = Readonly<Partial<Record<Metal, bigint>>>;

/** A twelfth of 365.25 days: the interval of observations. Intervals counted from 1970 begin within two days of a calendar month. */
export const monthMs = 2_629_800_000;
export const dayMs = 86_400_000;
export const minuteMs = 60_000;

/** The interval that stands for a month such as `2008-06`. */
export function slotOf(month: string): number {
  return (Number(month.slice(0, 4)) - 1970) * 12 + Number(month.slice(5, 7)) - 1;
}

export function monthOf(slot: number): string {
  return `${1970 + Math.trunc(slot / 12)}-${String((slot % 12) + 1).padStart(2, "0")}`;
}

export function monthsBetween(from: string, to: string): string[] {
  return Array.from({ length: slotOf(to) - slotOf(from) + 1 }, (_, at) => monthOf(slotOf(from) + at));
}

/** Billionths in the decimal text of a price. */
function nanoOf(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
}

/** A tonne is a thousand kilograms, a troy ounce 31.1034768 grams; rounded down. */
const perKilogram = (tonne: string) => nanoOf(tonne) / 1_000n;
const perGram = (ounce: string) => (nanoOf(ounce) * 10_000_000n) / 311_034_768n;

const crisis = new Map(
  prices1983to1986.map(([month, copper, silver, tin]): [string, Prices] => [
    month,
    { AG: perGram(silver), CU: perKilogram(copper), SN: perKilogram(tin) },
  ]),
);

/** A month's mean prices in billionths of a dollar: silver a gram, copper and tin a kilogram. Tin from 1983 to 1986 alone. */
export function pricesOf(month: string): Prices {
  return crisis.get(month) ?? devnetMonthAt(devnetMonthIndex(month)).priceNano;
}
