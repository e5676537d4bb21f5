// Money: an amount that knows its currency and its decimals, so that two currencies are never added up.
import { formatAmount, parseAmount } from "#src/core/amount.ts";
import { limits } from "#src/core/limits.ts";

/** Two currencies met where one was meant, or a sum left the bounds of amounts. */
export class MoneyError extends Error {
  override readonly name = "MoneyError";
}

/** A currency as the ledger knows it. */
export class Currency<Code extends string = string> {
  readonly code: Code;
  readonly decimals: number;

  constructor(code: Code, decimals: number) {
    if (!/^[A-Z][A-Z0-9]{2,7}$/.test(code)) throw new MoneyError(`${code.slice(0, 20)} is not a currency`);
    if (!Number.isInteger(decimals) || decimals < 0 || decimals > 18) {
      throw new MoneyError(`${code} cannot have ${decimals} decimals`);
    }
    this.code = code;
    this.decimals = decimals;
  }

  /** An amount as people write it, `12.50`; refuses more decimals than the currency has. */
  of(text: string): Money<Code> {
    try {
      return this.units(parseAmount(text, this.decimals));
    } catch (cause) {
      throw new MoneyError(`${text.slice(0, 40)} is no amount of ${this.code}`, { cause });
    }
  }

  /** An amount in the smallest unit, as the ledger's answers have it. */
  units(units: bigint | string): Money<Code> {
    if (typeof units === "string" && !/^(0|[1-9][0-9]{0,28})$/.test(units)) {
      throw new MoneyError(`${units.slice(0, 40)} is not a whole number of units`);
    }
    return new Money(this, BigInt(units));
  }
}

/** An amount of one currency. Immutable; never negative and never rounded. */
export class Money<Code extends string = string> {
  readonly currency: Currency<Code>;
  /** In the smallest unit of the currency. */
  readonly units: bigint;

  constructor(currency: Currency<Code>, units: bigint) {
    if (units < 0n || units > limits.amountMax) throw new MoneyError(`${units} is no amount of ${currency.code}`);
    this.currency = currency;
    this.units = units;
  }

  plus(other: Money<NoInfer<Code>>): Money<Code> {
    return new Money(this.currency, this.units + this.#unitsOf(other));
  }

  minus(other: Money<NoInfer<Code>>): Money<Code> {
    return new Money(this.currency, this.units - this.#unitsOf(other));
  }

  /** Below zero, zero or above, as sorting wants it. */
  compare(other: Money<NoInfer<Code>>): number {
    const difference = this.units - this.#unitsOf(other);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** `12.50 CNY`. */
  toString(): string {
    return `${formatAmount(this.units, this.currency.decimals)} ${this.currency.code}`;
  }

  /** The currency is part of the amount: JSON without it would be a number of anything. */
  toJSON(): { currency: Code; amount: string } {
    return { currency: this.currency.code, amount: this.units.toString() };
  }

  #unitsOf(other: Money<Code>): bigint {
    const { code, decimals } = other.currency;
    if (code !== this.currency.code || decimals !== this.currency.decimals) {
      throw new MoneyError(`${other} cannot be reckoned with ${this.currency.code}`);
    }
    return other.units;
  }
}

/** The content with money turned into units, after a look at the currency that stands beside each amount. */
export function withUnits(content: unknown): unknown {
  return unitsWithin(content, { field: "", currency: undefined });
}

interface Surroundings {
  readonly field: string;
  /** The member `currency` of the object that the value stands in. */
  readonly currency: unknown;
}

function unitsWithin(value: unknown, { field, currency }: Surroundings): unknown {
  if (value instanceof Money) return unitsFor(value, field, currency);
  if (Array.isArray(value)) return value.map((item) => unitsWithin(item, { field, currency: undefined }));
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  const beside = (value as Readonly<Record<string, unknown>>).currency;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, unitsWithin(member, { field: name, currency: beside })]),
  );
}

function unitsFor({ currency: { code, decimals }, units }: Money, field: string, beside: unknown): bigint {
  const isMicroKdg = field.endsWith("MicroKdg");
  const expected = isMicroKdg ? "KDG" : field === "amount" ? beside : undefined;
  if (expected === undefined) throw new MoneyError(`the field ${field} does not take money`);
  if (code !== expected) throw new MoneyError(`the field ${field} is an amount of ${expected}, not of ${code}`);
  if (isMicroKdg && decimals !== 6) throw new MoneyError(`KDG has six decimals, not ${decimals}`);
  return units;
}
