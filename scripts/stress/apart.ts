// What the ledger's figures must be, from prices, weights and the rules in words alone: plain integers, none of its own arithmetic.
import type { Metal } from "./months.ts";
import { tinHaircutBp } from "./setting.ts";

const up = (over: bigint, under: bigint) => (over + under - 1n) / under;
const micro = 1_000_000n;
const wholeBp = 10_000n;

export type Zone = "green" | "amber" | "red";
export type Status = "sound" | "pending" | "stale" | "unknown";

/** What a replay reads of one price. */
export interface Priced {
  readonly status: Status;
  /** The price in force, and the worse of it and a held jump. */
  readonly midNano: bigint;
  readonly lowNano: bigint;
  readonly highNano: bigint;
}

export interface Lines {
  readonly basketKdg: bigint;
  readonly remainderNano: bigint;
  readonly lines: readonly { readonly component: string; readonly quantity: bigint }[];
}

export interface Held {
  readonly metal: Metal;
  readonly attestedMg: bigint;
}

/** Milligrams in the unit that is priced: a gram of silver, a kilogram of copper or tin. */
const measures: Readonly<Record<Metal, bigint>> = { AG: 1_000n, CU: 1_000_000n, SN: 1_000_000n };
const haircutsBp: Readonly<Record<Metal, bigint>> = { AG: 3_000n, CU: 3_000n, SN: tinHaircutBp };
const greenBp = 11_000n;
const amberBp = 10_000n;

/** The least whole number whose square is not less. */
function rootUp(value: bigint): bigint {
  let [below, root] = [-1n, value];
  while (root - below > 1n) {
    const middle = (below + root) / 2n;
    if (middle * middle >= value) root = middle;
    else below = middle;
  }
  return root;
}

/** Low and high of a price that all feeders are sure of to a thousandth, so many milliseconds after they observed it. */
export function rangeOf(metal: string, priceNano: bigint, ageMs: bigint) {
  const wideningPpm = metal === "AG" ? 39n : 37n;
  const spread = priceNano / 1_000n + up(priceNano * wideningPpm * rootUp(ageMs * 1_000n), 1_000_000_000n);
  return { lowNano: priceNano - spread, highNano: priceNano + spread };
}

export function valueNano({ lines, remainderNano }: Lines, prices: ReadonlyMap<string, Priced>, side: keyof Priced) {
  return lines.reduce((sum, { component, quantity }) => {
    const price = prices.get(component)?.[side];
    return sum + quantity * (typeof price === "bigint" ? price : 0n);
  }, remainderNano);
}

/** What is held at low prices; a metal without a fresh price counts nothing. */
export function worthNano(held: readonly Held[], prices: ReadonlyMap<string, Priced>, isAfterHaircut: boolean): bigint {
  return held.reduce((sum, { metal, attestedMg }) => {
    const { status, lowNano } = prices.get(metal) ?? { status: "unknown", lowNano: 0n };
    if (status === "stale" || status === "unknown") return sum;
    const keptBp = isAfterHaircut ? wholeBp - haircutsBp[metal] : wholeBp;
    return sum + (attestedMg * lowNano * keptBp) / (measures[metal] * wholeBp);
  }, 0n);
}

export interface Cover {
  readonly collateralNano: bigint;
  readonly liabilityNano: bigint;
  readonly coverageBp: bigint;
  readonly zone: Zone;
  readonly deficitNano: bigint;
}

/** Assets after haircuts over the supply at the high reference value; what lacks is a deficit. */
export function coverOf(
  held: readonly Held[],
  basket: Lines,
  prices: ReadonlyMap<string, Priced>,
  supplyMicroKdg: bigint,
): Cover {
  const collateralNano = worthNano(held, prices, true);
  const liabilityNano = up(supplyMicroKdg * valueNano(basket, prices, "highNano"), basket.basketKdg * micro);
  const coverageBp = (collateralNano * wholeBp) / liabilityNano;
  const zone = coverageBp >= greenBp ? "green" : coverageBp >= amberBp ? "amber" : "red";
  const lacking = liabilityNano - collateralNano;
  return { collateralNano, liabilityNano, coverageBp, zone, deficitNano: lacking > 0n ? lacking : 0n };
}

/** What one KDG is redeemed for: R.low, or what there is to pay for each if that is less, after the surplus was burnt for holders. */
export function rateOf(
  {
    metals,
    supplyMicroKdg,
    surplusMicroKdg,
  }: { metals: readonly Held[]; supplyMicroKdg: bigint; surplusMicroKdg: bigint },
  basket: Lines,
  prices: ReadonlyMap<string, Priced>,
) {
  const distributableNano = worthNano(metals, prices, false);
  const lowNano = valueNano(basket, prices, "lowNano") / basket.basketKdg;
  const lacking = supplyMicroKdg - (distributableNano * micro) / lowNano;
  const burnt = lacking <= 0n ? 0n : lacking < surplusMicroKdg ? lacking : surplusMicroKdg;
  const perKdgNano = (distributableNano * micro) / (supplyMicroKdg - burnt);
  return { lowNano, perKdgNano, distributableNano, rateNano: perKdgNano < lowNano ? perKdgNano : lowNano };
}
