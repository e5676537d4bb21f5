// What an epoch must pay, from prices, weights and the rules in words alone: plain integers, and nothing of the ledger's code.
import type { Paid, Prices, SettledEpoch } from "./bankRun.ts";

const up = (over: bigint, under: bigint) => (over + under - 1n) / under;
const micro = 1_000_000n;
const bp = 10_000n;

/** The devnet's basket: a million KDG stand for so many grams, kilograms and megawatt-hours. */
const quantities: Readonly<Record<string, bigint>> = { AG: 916_479n, CU: 60_528n };
const remainderNano = 2_906_312_899n;
/** What one unit of a price has: milligrams, or cents. */
export const measures: Readonly<Record<string, bigint>> = { AG: 1_000n, CU: 1_000_000n, USD: 100n };
/** Widening with age, in millionths per root second; currency and power have silver's. */
const wideningPpm = (feed: string) => (feed === "CU" ? 37n : 39n);

/** The least whole number whose square is not less. */
function rootUp(value: bigint): bigint {
  let [below, root] = [0n, value + 1n];
  while (root - below > 1n) {
    const middle = (below + root) / 2n;
    if (middle * middle >= value) root = middle;
    else below = middle;
  }
  return value === 0n ? 0n : root;
}

/** Low and high of a price that all feeders agree about to a thousandth, so many milliseconds after they observed it. */
export function rangeOf(feed: string, priceNano: bigint, ageMs: bigint) {
  const spread = priceNano / 1_000n + up(priceNano * wideningPpm(feed) * rootUp(ageMs * 1_000n), 1_000_000_000n);
  return { low: priceNano - spread, high: priceNano + spread };
}

export interface Expected {
  readonly lowNano: bigint;
  readonly distributableNano: bigint;
  readonly surplusBurnt: bigint;
  readonly supplyMicroKdg: bigint;
  readonly rateNano: bigint;
  /** The fee and the price at which each asset counts. */
  readonly terms: Readonly<Record<string, { feeBp: bigint; highNano: bigint; lowNano: bigint }>>;
  /** Collateral after haircuts of three tenths, in basis points of what the supply stands for. */
  readonly coverageBp: bigint;
}

export function expectedOf(
  { before, epoch }: Pick<SettledEpoch, "before" | "epoch">,
  prices: Prices,
  powerQuantity = 0n,
): Expected {
  const ageMs = BigInt(epoch.pricing.pricedMs - epoch.pricing.observedMs);
  const all: Prices = { USD: 1_000_000_000n, ...prices };
  const range = (feed: string) => rangeOf(feed, all[feed] ?? 0n, ageMs);
  const basket = { ...quantities, ELEC: powerQuantity };
  const valueAt = (side: "low" | "high") =>
    Object.entries(basket).reduce((sum, [feed, quantity]) => sum + quantity * range(feed)[side], remainderNano);
  const lowNano = valueAt("low") / micro;
  const held: Readonly<Record<string, bigint>> = { ...before.metalsMg, USD: before.cents };
  const worth = (asset: string) => ((held[asset] ?? 0n) * range(asset).low) / (measures[asset] ?? 1n);
  const distributableNano = Object.keys(held).reduce((sum, asset) => sum + worth(asset), 0n);
  const lacking = before.supply - (distributableNano * micro) / lowNano;
  const surplusBurnt = lacking <= 0n ? 0n : lacking < before.surplus ? lacking : before.surplus;
  const supplyMicroKdg = before.supply - surplusBurnt;
  const perKdg = (distributableNano * micro) / supplyMicroKdg;
  const collateral = ((worth("AG") + worth("CU")) * 7n) / 10n + worth("USD");
  const terms = Object.fromEntries(
    Object.keys(held).map((asset) => {
      const { low, high } = range(asset);
      return [asset, { lowNano: low, highNano: high, feeBp: feeBpOf(asset, held, all) }];
    }),
  );
  return {
    lowNano,
    distributableNano,
    surplusBurnt,
    supplyMicroKdg,
    rateNano: perKdg < lowNano ? perKdg : lowNano,
    terms,
    coverageBp: (collateral * bp * micro * micro) / (before.supply * valueAt("high")),
  };
}

/** Twenty basis points at the target share, none a tenth above it, forty a tenth below; dollars cost twenty. */
function feeBpOf(asset: string, held: Readonly<Record<string, bigint>>, prices: Prices): bigint {
  if (asset === "USD") return 20n;
  const worth = (metal: string) => ((held[metal] ?? 0n) * (prices[metal] ?? 0n)) / (measures[metal] ?? 1n);
  const aim = (metal: string) => (quantities[metal] ?? 0n) * (prices[metal] ?? 0n);
  const shareBp = (worth(asset) * bp) / (worth("AG") + worth("CU"));
  const targetBp = (aim(asset) * bp) / (aim("AG") + aim("CU"));
  const below = targetBp - shareBp;
  if (below <= -1_000n) return 0n;
  return up(20n * (below > 1_000n ? 2_000n : 1_000n + below), 1_000n);
}

/** What one payment must have taken: KDG in all, of it the fee, and what holders lost on it. */
export function expectedPayment({ asset, quantity }: Paid, { terms, rateNano, lowNano }: Expected) {
  const { feeBp, highNano } = terms[asset] ?? { feeBp: 0n, highNano: 0n };
  const used = up(quantity * highNano * micro * bp, (measures[asset] ?? 1n) * rateNano * (bp - feeBp));
  const feeMicroKdg = (used * feeBp) / bp;
  const burntMicroKdg = used - feeMicroKdg;
  return { burntMicroKdg, feeMicroKdg, lostMicroKdg: burntMicroKdg - (burntMicroKdg * rateNano) / lowNano };
}

/** What assets are worth at the epoch's high prices, in billionths, each rounded down. */
export function worthAtHigh(paid: readonly Paid[], { terms }: Expected): bigint {
  return paid.reduce(
    (sum, { asset, quantity }) => sum + (quantity * (terms[asset]?.highNano ?? 0n)) / (measures[asset] ?? 1n),
    0n,
  );
}

export function sumOf(epochs: readonly Paid[], part: "burntMicroKdg" | "feeMicroKdg" | "quantity"): bigint {
  return epochs.reduce((sum, paid) => sum + paid[part], 0n);
}
