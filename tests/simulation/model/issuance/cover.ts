// What covers the supply, as the model counts it: metal and currency at low prices, against R at high ones.
import { balanceOf, isPaused } from "../accounts/book.ts";
import { apart, ceiling, floor, least, type Share, sum } from "../arithmetic.ts";
import { basketOf, type Value } from "../basket/book.ts";
import { metalOf } from "../metal-reserve/book.ts";
import { attestedStock } from "../metal-reserve/reserve.ts";
import type { Model } from "../model.ts";
import { oracleOf } from "../oracle/book.ts";
import { isFresh, type Price, priceOf } from "../oracle/prices.ts";
import { parameter } from "../parameters/book.ts";
import { issuanceOf, reserve } from "./book.ts";

/** An asset in the reserve, or about to come into it. */
export interface Asset {
  readonly name: string;
  readonly feed: string;
  readonly price: Price | undefined;
  readonly measuresPerUnit: bigint;
  readonly haircutBp: bigint;
  readonly quantity: bigint;
}

const judgedMetals = ["AG", "CU", "AU", "AL", "NI", "LI2CO3", "NDPR"];

function haircutOf(model: Model, metal: string): bigint {
  const name = judgedMetals.includes(metal) ? `${metal[0]}${metal.slice(1).toLowerCase()}` : "Other";
  return parameter(model, `issuance.haircut${name}Bp`);
}

const priced = (model: Model, feed: string) => ({
  feed,
  price: priceOf(model, feed),
  measuresPerUnit: oracleOf(model).feeds.at(feed).measuresPerUnit,
});

/** Every metal that the basket has or may be given, with what the reserve holds attested. */
export function metalsHeld(model: Model): Asset[] {
  const { components } = basketOf(model);
  return metalOf(model).metalNames.value.flatMap((name) => {
    const feed = components.get(name);
    if (feed === undefined) return [];
    const quantity = attestedStock(model, name);
    return [{ name, ...priced(model, feed), haircutBp: haircutOf(model, name), quantity }];
  });
}

/** A paused currency cannot be paid out and so covers nothing. */
export function cashHeld(model: Model): Asset[] {
  return issuanceOf(model).currencies.value.map(({ currency, feed, haircutBp }) => {
    const quantity = isPaused(model, currency) ? 0n : balanceOf(model, currency, reserve);
    return { name: currency, ...priced(model, feed), haircutBp: BigInt(haircutBp), quantity };
  });
}

/** No worth and no coverage is more than an amount can hold. */
const capped = (value: bigint): bigint => least(value, 2n ** 96n - 1n);

/** Assets together, at whatever each is worth by some measure. */
export const together = (assets: readonly Asset[], worth: (asset: Asset) => bigint): bigint =>
  capped(sum(assets.map(worth)));

/** At the low price, as far as there is a fresh one. */
export function lowWorth({ price, measuresPerUnit, quantity }: Asset): bigint {
  return isFresh(price) ? capped(floor(quantity * price.worst.low, measuresPerUnit)) : 0n;
}

export function collateral({ price, measuresPerUnit, quantity, haircutBp }: Asset): bigint {
  if (!isFresh(price)) return 0n;
  return capped(floor(quantity * price.worst.low * (10_000n - haircutBp), measuresPerUnit * 10_000n));
}

export function midWorth({ price, measuresPerUnit, quantity }: Asset): bigint {
  return price === undefined ? 0n : capped(floor(quantity * price.range.mid, measuresPerUnit));
}

/** Collateral over what a supply stands for at high prices; nothing where there is no supply. */
export function coverageBp(
  assets: readonly Asset[],
  supplyMicroKdg: bigint,
  value: Value,
  rightsNano = 0n,
): bigint | undefined {
  return ratioBp(together(assets, collateral) + rightsNano, liabilityOf(supplyMicroKdg, value));
}

/** What a supply stands for at high prices, rounded up. */
export const liabilityOf = (supplyMicroKdg: bigint, value: Value): bigint =>
  ceiling(supplyMicroKdg * value.worth.high, value.basketKdg * 1_000_000n);

export const ratioBp = (assetsNano: bigint, liability: bigint): bigint | undefined =>
  liability === 0n ? undefined : capped(floor(capped(assetsNano) * 10_000n, liability));

export function zoneOf(model: Model, coverage: bigint | undefined): "green" | "amber" | "red" {
  if (coverage === undefined || coverage >= parameter(model, "issuance.greenBp")) return "green";
  return coverage >= parameter(model, "issuance.amberBp") ? "amber" : "red";
}

/** The share of each metal among the metals held, at middle prices. */
export function sharesHeld(metals: readonly Asset[]): ReadonlyMap<string, Share> {
  const total = sum(metals.map(midWorth));
  return new Map(metals.map((metal) => [metal.name, { part: midWorth(metal), total }]));
}

export const nothing: Share = { part: 0n, total: 0n };

/** Whether a share lies in the band around its target or has come nearer to it; of nothing, it always does. */
export function isInBand(before: Share, after: Share, target: Share, bandBp: bigint): boolean {
  if (after.total === 0n) return true;
  const aim = target.total === 0n ? { part: 0n, total: 1n } : target;
  const awayNow = apart(after.part * aim.total, aim.part * after.total) * 10_000n;
  if (awayNow <= bandBp * after.total * aim.total) return true;
  if (before.total === 0n) return false;
  const awayThen = apart(before.part * aim.total, aim.part * before.total) * 10_000n;
  return awayNow * before.total < awayThen * after.total;
}
