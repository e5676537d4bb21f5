// What a pool gives and takes, in whole numbers: every rounding is for the pool, that is, for all who have a share in it.
import { difference, divideDown, divideUp, maximum, minimum } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import { type Curve, type Fraction, invariantOf, leastValue, lowestPrice, priceOf } from "./curve.ts";

const wholeBp = 10_000n;
const wholePpm = 1_000_000n;
const ppmPerBp = 100n;

/** Shares of a first deposit that belong to nobody: nobody can be the only owner of a few shares that are worth much. */
export const lockedShares = 1_000_000n;

/** What a pool has, and what one smallest unit of each of its currencies is worth: exact, so that nothing is rounded here. */
export interface Book {
  readonly reserves: readonly bigint[];
  readonly rates: readonly bigint[];
  readonly amplification: number;
}

export function curveOf({ reserves, rates, amplification }: Book): Curve {
  return { values: reserves.map((reserve, at) => reserve * (rates[at] ?? 0n)), amplification };
}

export type Fixed = "source" | "destination";

export interface Wanted {
  /** The places of both currencies in the pool. */
  readonly from: number;
  readonly to: number;
  readonly fixed: Fixed;
  readonly amount: bigint;
  /** What the pool takes of what its curve gives. */
  readonly chargePpm: bigint;
}

export interface Exchanged {
  readonly paid: bigint;
  /** What the curve gives, before the charge; `kept` of it stays in the pool. */
  readonly given: bigint;
  readonly kept: bigint;
  readonly delivered: bigint;
}

const replaced = (list: readonly bigint[], place: number, value: bigint): bigint[] =>
  list.map((each, at) => (at === place ? value : each));
const without = (list: readonly bigint[], place: number): bigint[] => list.filter((_, at) => at !== place);

/** What an exchange comes to; undefined where the pool has not so much, or nobody could pay so much. */
export function exchangeWith(book: Book, { from, to, fixed, amount, chargePpm }: Wanted): Exchanged | undefined {
  const { reserves, rates, amplification } = book;
  const { values } = curveOf(book);
  const { up } = invariantOf({ values, amplification });
  const [had, has] = [reserves[from] ?? 0n, reserves[to] ?? 0n];
  const [rateIn, rateOut] = [rates[from] ?? 0n, rates[to] ?? 0n];
  if (fixed === "source") {
    const others = without(replaced(values, from, (had + amount) * rateIn), to);
    const left = divideUp(leastValue(others, amplification, up), rateOut);
    const given = maximum(0n, has - left);
    const kept = divideUp(given * chargePpm, wholePpm);
    return { paid: amount, given, kept, delivered: given - kept };
  }
  const given = divideUp(amount * wholePpm, wholePpm - chargePpm);
  if (given >= has) return undefined;
  const others = without(replaced(values, to, (has - given) * rateOut), from);
  const needed = divideUp(leastValue(others, amplification, up), rateIn);
  const paid = needed - had;
  return paid > limits.amountMax ? undefined : { paid, given, kept: given - amount, delivered: amount };
}

/** The reserves after an exchange. */
export function reservesAfter({ reserves }: Book, { from, to }: Wanted, { paid, delivered }: Exchanged): bigint[] {
  return reserves.map((reserve, at) => (at === from ? reserve + paid : at === to ? reserve - delivered : reserve));
}

/**
 * Whether an exchange comes out worse than the pool's price before it by more than so much. One smallest unit of each side is left out:
 * a rounding is no impact.
 */
export function hasTooMuchImpact(
  book: Book,
  { from, to }: Pick<Wanted, "from" | "to">,
  { paid, given }: Pick<Exchanged, "paid" | "given">,
  impactBp: bigint,
): boolean {
  const curve = curveOf(book);
  const price = priceOf(curve, invariantOf(curve).up, from, to);
  const got = (given + 1n) * (book.rates[to] ?? 0n);
  const cost = (paid - 1n) * (book.rates[from] ?? 0n);
  return got * price.bottom * wholeBp < cost * price.top * (wholeBp - impactBp);
}

const isBelow = (left: Fraction, right: Fraction) => left.top * right.bottom < right.top * left.bottom;

/** Whether the pool's lowest price leaves the band; what brings it nearer to the oracle's is never outside. */
export function leavesBand(after: Book, before: Book | undefined, bandBp: bigint): boolean {
  const lowestOf = (book: Book) => {
    const curve = curveOf(book);
    return lowestPrice(curve, invariantOf(curve).up);
  };
  const lowest = lowestOf(after);
  if (!isBelow(lowest, { top: wholeBp - bandBp, bottom: wholeBp })) return false;
  return before === undefined || isBelow(lowest, lowestOf(before));
}

/** The pool's fee and the oracle's doubt about both prices: what a taker may know and the oracle does not yet. */
export function chargeOf(feeBp: number, doubtPpm: bigint): bigint {
  return BigInt(feeBp) * ppmPerBp + doubtPpm;
}

/** Half of a price's range as a part of its middle, rounded up: the doubt is the taker's. */
export function doubtOf({ low, mid, high }: { low: bigint; mid: bigint; high: bigint }): bigint {
  return divideUp((high - low) * wholePpm, 2n * mid);
}

/** Whether the oracle's doubt is wider than the band: nobody can tell then whether a price is within. */
export function isVague(doubtPpm: bigint, bandBp: number): boolean {
  return doubtPpm > BigInt(bandBp) * ppmPerBp;
}

/** The worth of a first deposit in billionths of the numeraire: as many shares. */
export function firstShares(book: Book, decimalsMost: number): bigint {
  return divideDown(invariantOf(curveOf(book)).down, 10n ** BigInt(decimalsMost));
}

/**
 * The shares for what is added to a pool that has some. What makes the pool more or less balanced than it was pays a part of the
 * charge, as the exchange would that it stands for: n / (4 (n - 1)) of it on each currency's distance from its part.
 */
export function sharesFor(book: Book, added: readonly bigint[], shares: bigint, chargePpm: bigint): bigint {
  const count = BigInt(book.reserves.length);
  const partPpm = divideUp(chargePpm * count, 4n * (count - 1n));
  const before = invariantOf(curveOf(book));
  const filled = book.reserves.map((reserve, at) => reserve + (added[at] ?? 0n));
  const grown = invariantOf(curveOf({ ...book, reserves: filled })).down;
  const counted = filled.map((amount, at) => {
    const part = divideDown((book.reserves[at] ?? 0n) * grown, before.up);
    const charge = divideUp(difference(amount, part) * partPpm, wholePpm);
    return amount - minimum(charge, amount - 1n);
  });
  const after = invariantOf(curveOf({ ...book, reserves: counted })).down;
  return after <= before.up ? 0n : divideDown(shares * (after - before.up), before.up);
}

/** What shares of a pool come to of each currency, rounded down: who stays gains. The last ones come to all of it. */
export function partsOf(reserves: readonly bigint[], shares: bigint, all: bigint): bigint[] {
  const isLast = shares + lockedShares === all;
  return reserves.map((reserve) => (isLast ? reserve : divideDown(reserve * shares, all)));
}
