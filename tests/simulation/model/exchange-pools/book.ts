// Pools and shares as the model keeps them, and what a pool gives, takes and counts for.
import { accountsOf } from "../accounts/book.ts";
import { apart, ceiling, floor, least, sum } from "../arithmetic.ts";
import type { Grounds, Model } from "../model.ts";
import { judgePrice, priceOf } from "../oracle/prices.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";
import { besides, dOf, isLess, lowestSlope, ppm, slopeOf } from "./curve.ts";

export interface Terms {
  readonly amplification: number;
  readonly feeBp: number;
  readonly impactBp: number;
  readonly bandBp: number;
}

export interface Reserve {
  readonly currency: string;
  readonly amount: bigint;
  readonly hasConsent: boolean;
}

export interface Pool {
  readonly corridor: string;
  readonly reserves: readonly Reserve[];
  readonly terms: Terms;
  readonly openedMs: number;
}

const makeBook = (log: UndoLog) => ({
  pools: new UndoMap<number, Pool>(log),
  /** Pools ever opened. */
  given: new UndoCell(log, 0),
  /** By `pool/account`. */
  shares: new UndoMap<string, bigint>(log),
});

export const poolsOf = (model: Model) => model.book(makeBook);

export const lockedShares = 1_000_000n;
export const amountMost = 2n ** 96n - 1n;

export const heldIn = (model: Model, pool: number): bigint =>
  sum(
    poolsOf(model)
      .shares.entries()
      .map(([key, shares]) => (key.startsWith(`${pool}/`) ? shares : 0n)),
  );

/** All shares of a pool: those of its owners, and the locked ones while it has owners. */
export function allShares(model: Model, pool: number): bigint {
  const held = heldIn(model, pool);
  return held === 0n ? 0n : held + lockedShares;
}

export const amountsIn = ({ reserves }: Pool): bigint[] => reserves.map(({ amount }) => amount);
export const codesOf = ({ reserves }: Pool): string[] => reserves.map(({ currency }) => currency);
export const poolsIn = (model: Model, corridor: string): number[] =>
  poolsOf(model)
    .pools.entries()
    .flatMap(([number, pool]) => (pool.corridor === corridor ? [number] : []))
    .sort((left, right) => left - right);

export interface Prices {
  /** What a smallest unit of each currency counts for. */
  readonly rates: readonly bigint[];
  /** Half of each price's range, in millionths of the price. */
  readonly doubts: readonly bigint[];
  readonly decimals: number;
}

/** Notes prices that are not sound; nothing to count with then. */
export function pricesFor(model: Model, pool: Pool, grounds: Grounds): Prices | undefined {
  const codes = codesOf(pool);
  if (codes.map((code) => judgePrice(model, code, grounds, "sound")).includes(false)) return undefined;
  const decimalsOf = (code: string) => accountsOf(model).currencies.get(code)?.decimals ?? 0;
  const decimals = Math.max(...codes.map(decimalsOf));
  const ranges = codes.map((code) => priceOf(model, code)?.range ?? { low: 0n, mid: 1n, high: 0n });
  return {
    rates: ranges.map(({ mid }, at) => mid * 10n ** BigInt(decimals - decimalsOf(codes[at] ?? ""))),
    doubts: ranges.map(({ low, mid, high }) => ceiling((high - low) * 1_000_000n, 2n * mid)),
    decimals,
  };
}

export const valuesOf = (amounts: readonly bigint[], { rates }: Prices): bigint[] =>
  amounts.map((amount, at) => amount * (rates[at] ?? 0n));

/** Whether the lowest price is out of the band, and lower than before. */
export function isOut(after: readonly bigint[], before: readonly bigint[] | undefined, terms: Terms): boolean {
  const { amplification, bandBp } = terms;
  const lowest = lowestSlope(after, amplification);
  if (!isLess(lowest, { over: 10_000n - BigInt(bandBp), under: 10_000n })) return false;
  return before === undefined || isLess(lowest, lowestSlope(before, amplification));
}

export interface Asked {
  readonly from: number;
  readonly to: number;
  readonly fixed: string;
  readonly amount: bigint;
}

export interface Deal {
  readonly paid: bigint;
  readonly curved: bigint;
  readonly delivered: bigint;
  readonly after: readonly bigint[];
}

/** What the curve gives for so much, or asks for it. */
export function dealFor(
  pool: Pool,
  prices: Prices,
  { from, to, fixed, amount }: Asked,
  charge: bigint,
): Deal | undefined {
  const { amplification } = pool.terms;
  const before = amountsIn(pool);
  const d = dOf(valuesOf(before, prices), amplification).up;
  const [rateIn = 1n, rateOut = 1n] = [prices.rates[from], prices.rates[to]];
  const [had = 0n, has = 0n] = [before[from], before[to]];
  const moved = (paid: bigint, out: bigint) =>
    before.map((reserve, at) => (at === from ? reserve + paid : at === to ? reserve - out : reserve));
  const others = (amounts: readonly bigint[], left: number) => valuesOf(amounts, prices).filter((_, at) => at !== left);
  if (fixed === "source") {
    const stays = ceiling(besides(others(moved(amount, 0n), to), amplification, d), rateOut);
    const curved = stays > has ? 0n : has - stays;
    const delivered = curved - ppm(curved, charge);
    return { paid: amount, curved, delivered, after: moved(amount, delivered) };
  }
  const curved = ceiling(amount * 1_000_000n, 1_000_000n - charge);
  if (curved >= has) return undefined;
  const paid = ceiling(besides(others(moved(0n, curved), from), amplification, d), rateIn) - had;
  return paid > amountMost ? undefined : { paid, curved, delivered: amount, after: moved(paid, amount) };
}

/** Whether a deal comes out worse than the price before it allows, but for one unit of each side. */
export function isHeavy(pool: Pool, prices: Prices, { from, to }: Asked, { paid, curved }: Deal): boolean {
  const { amplification, impactBp } = pool.terms;
  const { over, under } = slopeOf(valuesOf(amountsIn(pool), prices), amplification, [from, to]);
  const [rateIn = 1n, rateOut = 1n] = [prices.rates[from], prices.rates[to]];
  const got = { over: (curved + 1n) * rateOut * under * 10_000n, under: 1n };
  return isLess(got, { over: (paid - 1n) * rateIn * over * (10_000n - BigInt(impactBp)), under: 1n });
}

/** What a deposit brings in shares, of a pool that has `all` of them. */
export function sharesBy(pool: Pool, prices: Prices, added: readonly bigint[], all: bigint): bigint {
  const { amplification, feeBp } = pool.terms;
  const n = BigInt(added.length);
  const before = amountsIn(pool);
  const d = (amounts: readonly bigint[]) => dOf(valuesOf(amounts, prices), amplification);
  const base = d(before).up;
  const filled = before.map((amount, at) => amount + (added[at] ?? 0n));
  const grown = d(filled).down;
  const charge = ceiling((BigInt(feeBp) * 100n + sum(prices.doubts)) * n, 4n * n - 4n);
  const counted = filled.map((amount, at) => {
    const ideal = floor((before[at] ?? 0n) * grown, base);
    return amount - least(ppm(apart(amount, ideal), charge), amount - 1n);
  });
  const after = d(counted).down;
  return after > base ? floor(all * (after - base), base) : 0n;
}
