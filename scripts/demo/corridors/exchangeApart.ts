// The demo's own idea of exchange: fractions compared exactly, every route tried, and providers never a fraction short.

/** What a provider bids and asks for a whole unit of the pair's first currency, in billionths of the second. */
export interface Published {
  readonly provider: string;
  readonly base: string;
  readonly quote: string;
  readonly tiers: readonly { readonly baseMost: bigint; readonly bidNano: bigint; readonly askNano: bigint }[];
}

export interface Exchange {
  readonly provider: string;
  readonly from: string;
  readonly to: string;
  readonly paid: bigint;
  readonly delivered: bigint;
  readonly spread: bigint;
}

type Fixed = "source" | "destination";

const ceil = (top: bigint, bottom: bigint): bigint => (top + bottom - 1n) / bottom;

/** Smallest units of `to` for one of `from`, as top and bottom, at so many thousand-millionths (twice over, for a middle). */
function unitPrice(from: string, to: string, base: string, twiceNano: bigint, decimalsOf: (of: string) => number) {
  const scale = { from: 10n ** BigInt(decimalsOf(from)), to: 10n ** BigInt(decimalsOf(to)) };
  const [top, bottom] = from === base ? [twiceNano, 2_000_000_000n] : [2_000_000_000n, twiceNano];
  return { top: top * scale.to, bottom: bottom * scale.from };
}

/** One provider's offer, if a tier of it holds the amount and something is delivered. */
export function offerOf(
  { provider, base, quote, tiers }: Published,
  [from, to]: readonly [string, string],
  fixed: Fixed,
  amount: bigint,
  decimalsOf: (of: string) => number,
): Exchange | undefined {
  if (![from, to].includes(base) || ![from, to].includes(quote)) return undefined;
  for (const { baseMost, bidNano, askNano } of tiers) {
    const price = unitPrice(from, to, base, 2n * (from === base ? bidNano : askNano), decimalsOf);
    const paid = fixed === "source" ? amount : ceil(amount * price.bottom, price.top);
    const delivered = fixed === "destination" ? amount : (amount * price.top) / price.bottom;
    if ((from === base ? paid : delivered) > baseMost) continue;
    if (delivered === 0n) return undefined;
    const middle = unitPrice(from, to, base, bidNano + askNano, decimalsOf);
    const atMiddle = ceil(delivered * middle.bottom, middle.top);
    return { provider, from, to, paid, delivered, spread: paid > atMiddle ? paid - atMiddle : 0n };
  }
  return undefined;
}

const better = (fixed: Fixed, left: Exchange | undefined, right: Exchange | undefined) => {
  if (left === undefined || right === undefined) return left ?? right;
  return (fixed === "source" ? right.delivered > left.delivered : right.paid < left.paid) ? right : left;
};

/** Every way there is, the best first. */
export function waysOf(
  rates: readonly Published[],
  { source, destination, fixed, amount }: { source: string; destination: string; fixed: Fixed; amount: bigint },
  decimalsOf: (of: string) => number,
): Exchange[][] {
  const best = (from: string, to: string, sum: bigint) =>
    rates
      .map((rate) => offerOf(rate, [from, to], fixed, sum, decimalsOf))
      .reduce((left, right) => better(fixed, left, right), undefined);
  const direct = best(source, destination, amount);
  const ways = direct === undefined ? [] : [[direct]];
  for (const via of new Set(rates.flatMap(({ base, quote }) => [base, quote]))) {
    if (via === source || via === destination) continue;
    const near = fixed === "source" ? best(source, via, amount) : best(via, destination, amount);
    if (near === undefined) continue;
    const far = fixed === "source" ? best(via, destination, near.delivered) : best(source, via, near.paid);
    if (far !== undefined) ways.push(fixed === "source" ? [near, far] : [far, near]);
  }
  const end = (way: readonly Exchange[]) =>
    fixed === "source" ? -(way.at(-1)?.delivered ?? 0n) : (way[0]?.paid ?? 0n);
  return ways.sort((left, right) => (end(left) < end(right) ? -1 : end(left) > end(right) ? 1 : 0));
}

/** A basis point of what is paid, and never a fraction less. */
export const feeOf = (paid: bigint): bigint => ceil(paid, 10_000n);
