// Amounts as people write them: a decimal text in a currency's own number of decimals.
import { limits } from "./limits.ts";
import { refusals } from "./refusals.ts";

/** `1234567n` at 6 decimals reads `1.234567`. */
export function formatAmount(units: bigint, decimals: number): string {
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(digits.length - decimals)}`;
  return negative ? `-${text}` : text;
}

/** Refuses signs, exponents, spaces and more decimals than the currency has: nothing is ever rounded away here. */
export function parseAmount(text: string, decimals: number): bigint {
  const match = /^(0|[1-9][0-9]{0,28})(?:\.([0-9]{1,18}))?$/.exec(text);
  const fraction = match?.[2] ?? "";
  if (match?.[1] === undefined || fraction.length > decimals)
    throw refusals.malformedAmount({ amount: text.slice(0, 64) });
  const units = BigInt(match[1] + fraction.padEnd(decimals, "0"));
  if (units > limits.amountMax) throw refusals.malformedAmount({ amount: text.slice(0, 64) });
  return units;
}
