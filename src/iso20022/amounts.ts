// Amounts with their currency: whole units of the smallest kind inside, a decimal text in the message, nothing ever rounded.
import { formatAmount } from "#src/core/amount.ts";
import { Complaint, type Leaf } from "./description.ts";
import { refusals } from "./refusals.ts";
import { decimal, malformed, trimmed } from "./values.ts";

export interface CurrencyAmount {
  readonly currency: string;
  /** In the currency's smallest unit: 150 cents are 150n. */
  readonly units: bigint;
}

/** What one more unit costs: it may have more decimals than its currency, so it stays a text. */
export interface PricePerUnit {
  readonly currency: string;
  readonly price: string;
}

/** What the standard can write of any amount. */
const digitsMax = 18;
const decimalsMax = 5;

function unknownCurrency(currency: string): Complaint {
  return new Complaint((path) => refusals.unknownCurrency({ path, currency: currency.slice(0, 16) }));
}

function tooManyDecimals(value: string, most: number): Complaint {
  return new Complaint((path) => refusals.tooManyDecimals({ path, value, decimalsMax: most }));
}

export const currencyAmount: Leaf<CurrencyAmount> = {
  kind: "leaf",
  name: "an amount",
  form: { kind: "currencyAmount" },
  hasCurrency: true,
  read({ text, currency = "" }, currencies) {
    const decimals = currencies.get(currency);
    if (decimals === undefined) return unknownCurrency(currency);
    const value = trimmed(text);
    const parts = /^\+?(?:([0-9]+)\.?([0-9]*)|\.([0-9]+))$/.exec(value);
    if (parts === null || value.length > 64) return malformed("an amount", value);
    const fraction = parts[2] ?? parts[3] ?? "";
    const most = Math.min(decimals, decimalsMax);
    if (fraction.length > most) return tooManyDecimals(value, most);
    const whole = parts[1] ?? "";
    if (!isWritable(whole, fraction)) return tooLarge();
    return { currency, units: BigInt(whole + fraction.padEnd(decimals, "0") || "0") };
  },
  write(value, currencies) {
    const { currency, units } = (value ?? {}) as Partial<CurrencyAmount>;
    if (typeof currency !== "string" || typeof units !== "bigint" || units < 0n) return malformed("an amount", value);
    const decimals = currencies.get(currency);
    if (decimals === undefined) return unknownCurrency(currency);
    const text = formatAmount(units, decimals);
    const end = text.length - Math.max(0, decimals - decimalsMax);
    // The last decimals of KDG cannot be written; dropping anything but zeros would lose money.
    if (/[1-9]/.test(text.slice(end))) return tooManyDecimals(text, decimalsMax);
    const [whole = "", fraction = ""] = text.slice(0, end).split(".");
    return isWritable(whole, fraction) ? { text: text.slice(0, end), currency } : tooLarge();
  },
};

/** Zeros before the first digit and after the last decimal do not count. */
function isWritable(whole: string, fraction: string): boolean {
  return whole.replace(/^0+/, "").length + fraction.replace(/0+$/, "").length <= digitsMax;
}

function tooLarge(): Complaint {
  return new Complaint((path) => refusals.amountTooLarge({ path, digitsMax }));
}

const price = decimal("a price", 18, 13, false);

export const pricePerUnit: Leaf<PricePerUnit> = {
  kind: "leaf",
  name: "a price",
  form: { kind: "pricePerUnit" },
  hasCurrency: true,
  read(written, currencies) {
    const currency = written.currency ?? "";
    if (!currencies.has(currency)) return unknownCurrency(currency);
    const text = price.read({ text: written.text }, currencies);
    return text instanceof Complaint ? text : { currency, price: text };
  },
  write(value, currencies) {
    const { currency, price: given } = (value ?? {}) as Partial<PricePerUnit>;
    if (typeof currency !== "string" || !currencies.has(currency)) return unknownCurrency(String(currency));
    const written = price.write(given, currencies);
    return written instanceof Complaint ? written : { text: written.text, currency };
  },
};
