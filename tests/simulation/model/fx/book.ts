// Rates and quotes as the model keeps them, and exchange in fractions.
import { ceiling, floor, least } from "../arithmetic.ts";
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Tier {
  readonly baseMost: bigint;
  readonly bidNano: bigint;
  readonly askNano: bigint;
}

export interface Rate {
  readonly tiers: readonly Tier[];
  readonly validUntilMs: number;
  readonly publishedMs: number;
}

export interface Money {
  readonly currency: string;
  readonly amount: bigint;
}

export interface Hop {
  readonly provider: string;
  readonly paid: Money;
  readonly spread: bigint;
  readonly delivered: Money;
}

export interface Quote {
  readonly corridor: string;
  readonly payer: string;
  readonly payee: string;
  readonly kind: string;
  readonly purpose: string;
  readonly hops: readonly Hop[];
  readonly expiresMs: number;
  /** The payment that alone decides about it. */
  readonly boundTo?: Uint8Array;
}

export interface Expiry {
  readonly dueMs: number;
  readonly sequence: number;
  readonly item: number;
}

const makeBook = (log: UndoLog) => ({
  /** By `base/quote/provider`. */
  rates: new UndoMap<string, Rate>(log),
  quotes: new UndoMap<number, Quote>(log),
  given: new UndoCell(log, 0),
  expiries: new UndoCell<readonly Expiry[]>(log, []),
});

export const fxOf = (model: Model) => model.book(makeBook);

export const providersOf = (model: Model, base: string, quote: string): string[] =>
  fxOf(model)
    .rates.keys()
    .flatMap((key) => (key.startsWith(`${base}/${quote}/`) ? [key.split("/")[2] ?? ""] : []))
    .sort();

/** So much of the second currency for one of the first, in smallest units, as a fraction. */
interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

const mostAmount = 2n ** 96n - 1n;
const turned = ({ over, under }: Fraction): Fraction => ({ over: under, under: over });
const down = (amount: bigint, { over, under }: Fraction) => floor(amount * over, under);
const up = (amount: bigint, { over, under }: Fraction) => ceiling(amount * over, under);

/** One exchange by a rate: the amount given or wanted, and what it comes to. */
export function exchange(
  { tiers }: Pick<Rate, "tiers">,
  decimals: { readonly base: number; readonly quote: number },
  isBaseGiven: boolean,
  isGiven: boolean,
  amount: bigint,
): { readonly paid: bigint; readonly delivered: bigint; readonly spread: bigint } | undefined {
  const at = (priceNano: bigint, halves: bigint): Fraction => {
    const of = { over: priceNano * 10n ** BigInt(decimals.quote), under: halves * 10n ** BigInt(9 + decimals.base) };
    return isBaseGiven ? of : turned(of);
  };
  for (const { baseMost, bidNano, askNano } of tiers) {
    const price = at(isBaseGiven ? bidNano : askNano, 1n);
    const paid = isGiven ? amount : up(amount, turned(price));
    const delivered = isGiven ? down(amount, price) : amount;
    if (paid > mostAmount || delivered > mostAmount || (isBaseGiven ? paid : delivered) > baseMost) continue;
    const middle = up(delivered, turned(at(bidNano + askNano, 2n)));
    return { paid, delivered, spread: paid - least(middle, paid) };
  }
  return undefined;
}
