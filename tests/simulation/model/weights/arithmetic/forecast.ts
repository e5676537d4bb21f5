// A forecast's shift, as the specification of the arithmetic of weights says.
import { floor, greatest, least, sum } from "../../arithmetic.ts";

const whole = 1_000_000n;
const farthest = 10_000_000n;

export interface Tree {
  readonly splits: readonly { readonly feature: string; readonly mostPpm: bigint; readonly isMissingUpper: boolean }[];
  readonly leavesPpm: readonly bigint[];
}

type Prices = readonly (bigint | undefined)[];

const within = (value: bigint, most: bigint): bigint => least(most, greatest(-most, value));

/** (p1 - p0) / p0 in millionths, towards zero. */
function change(from: bigint | undefined, to: bigint | undefined): bigint | undefined {
  return from === undefined || to === undefined ? undefined : ((to - from) * whole) / from;
}

function volatility(prices: Prices): bigint | undefined {
  const last = prices.slice(-13);
  const changes = last.slice(1).flatMap((price, at) => change(last[at], price) ?? []);
  if (changes.length < 6) return undefined;
  const mean = floor(sum(changes.map((each) => least(farthest, each) ** 2n)), BigInt(changes.length));
  let root = 0n;
  for (let step = 1n << 30n; step > 0n; step /= 2n) if ((root + step) ** 2n <= mean) root += step;
  return within(root, farthest);
}

function place(prices: Prices): bigint | undefined {
  const known = prices.slice(-60).flatMap((price) => price ?? []);
  const now = prices.at(-1);
  if (known.length < 30 || now === undefined) return undefined;
  const [low, high] = [least(...known), greatest(...known)];
  return low === high ? undefined : floor((now - low) * whole, high - low);
}

function seen(prices: Prices): Readonly<Record<string, bigint | undefined>> {
  const now = prices.at(-1);
  if (now === undefined) return {};
  const back = (periods: number) => {
    const found = change(prices.at(-1 - periods), now);
    return found === undefined ? undefined : within(found, farthest);
  };
  return {
    ...{ return1: back(1), return3: back(3), return6: back(6), return12: back(12) },
    ...{ volatility12: volatility(prices), place60: place(prices) },
  };
}

function leaf({ splits, leavesPpm }: Tree, features: Readonly<Record<string, bigint | undefined>>, from = 0): bigint {
  const split = splits[from];
  if (split === undefined) return leavesPpm[from - splits.length] ?? 0n;
  const value = features[split.feature];
  const isUpper = value === undefined ? split.isMissingUpper : value > split.mostPpm;
  return leaf({ splits, leavesPpm }, features, isUpper ? 2 * from + 2 : 2 * from + 1);
}

export function shift(trees: readonly Tree[], prices: Prices, bandPpm: bigint): bigint {
  const features = seen(prices);
  if (Object.values(features).every((value) => value === undefined)) return 0n;
  return within(sum(trees.map((tree) => leaf(tree, features))), bandPpm);
}
