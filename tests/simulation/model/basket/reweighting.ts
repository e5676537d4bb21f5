// A reweighting as the model makes it: what hinders it, and quantities that leave the value as it was.
import { apart, ceiling, floor, sum } from "../arithmetic.ts";
import type { Model } from "../model.ts";
import { averageOf, priceOf } from "../oracle/prices.ts";
import { parameter, parameterNumber } from "../parameters/book.ts";
import { basketOf, byComponent, currentBasket } from "./book.ts";

export interface Target {
  readonly component: string;
  readonly weightPpm: bigint;
}

export interface Hindrance {
  readonly why: string;
  readonly component: string;
}

interface Scale extends Target {
  readonly feed: string;
  readonly quantityBefore: bigint;
  readonly roundId: number;
  readonly priceNano: bigint;
  readonly averageNano: bigint;
  readonly averageFromMs: number;
}

/** All that is in the basket, and all that is to come into it. */
function partakers(model: Model, targets: readonly Target[]) {
  const { lines } = currentBasket(model);
  return [...targets].sort(byComponent).flatMap((target) => {
    const held = lines.find(({ component }) => component === target.component);
    if (held === undefined && target.weightPpm === 0n) return [];
    return [{ ...target, feed: basketOf(model).components.at(target.component), quantityBefore: held?.quantity ?? 0n }];
  });
}

/** What keeps these weights from being made the basket now; nothing where nothing does. */
export function hindranceOf(model: Model, targets: readonly Target[]): Hindrance | undefined {
  const windowMs = parameterNumber(model, "basket.averageWindowMs");
  const leastMs = parameterNumber(model, "basket.averageHistoryMsLeast");
  for (const { component, feed } of partakers(model, targets)) {
    if (priceOf(model, feed)?.status !== "sound") return { why: "priceUnsound", component };
    if (model.timeMs - averageOf(model, feed, windowMs).fromMs < leastMs) return { why: "historyTooShort", component };
  }
  const scales = scalesOf(model, targets);
  const total = sum(scales.map(({ quantityBefore, averageNano }) => quantityBefore * averageNano));
  const mostPpm = parameter(model, "basket.stepPpmMost");
  const wide = scales.find((scale) => stepOf(scale, total) > mostPpm);
  if (wide !== undefined) return { why: "stepTooLarge", component: wide.component };
  const worths = scales.map(({ quantityBefore, priceNano }) => quantityBefore * priceNano);
  if (currentBasket(model).remainderNano + sum(worths) < 2n ** 96n) return undefined;
  const greatest = worths.reduce((most, worth) => (worth > most ? worth : most));
  return { why: "valueTooLarge", component: scales[worths.indexOf(greatest)]?.component ?? "" };
}

function scalesOf(model: Model, targets: readonly Target[]): Scale[] {
  const windowMs = parameterNumber(model, "basket.averageWindowMs");
  return partakers(model, targets).map((target) => {
    const { averageNano, fromMs } = averageOf(model, target.feed, windowMs);
    const price = priceOf(model, target.feed);
    const { roundId = 0, range } = price ?? {};
    return { ...target, roundId, priceNano: range?.mid ?? 0n, averageNano, averageFromMs: fromMs };
  });
}

/** How far a share at average prices lies from its weight, in millionths rounded up. */
function stepOf({ quantityBefore, averageNano, weightPpm }: Scale, total: bigint): bigint {
  if (total === 0n) return weightPpm;
  return ceiling(apart(quantityBefore * averageNano * 1_000_000n, weightPpm * total), total);
}

/** floor(w V / (a x sum(w p / a))), the sum taken as one exact fraction. */
function reweighed(valueNano: bigint, scales: readonly Scale[]): bigint[] {
  let top = 0n;
  let bottom = 1n;
  for (const { weightPpm, priceNano, averageNano } of scales) {
    top = top * averageNano + weightPpm * priceNano * bottom;
    bottom *= averageNano;
  }
  return scales.map(({ weightPpm, averageNano }) => floor(weightPpm * valueNano * bottom, averageNano * top));
}

/** What these weights would make of the basket, at the prices of now. */
export function reweighting(model: Model, targets: readonly Target[]) {
  const scales = scalesOf(model, targets);
  const { remainderNano } = currentBasket(model);
  const valueNano = sum(scales.map(({ quantityBefore, priceNano }) => quantityBefore * priceNano)) + remainderNano;
  const quantities = reweighed(valueNano, scales);
  const all = scales.map((scale, at) => ({ ...scale, quantityAfter: quantities[at] ?? 0n }));
  const spent = sum(all.map(({ priceNano, quantityAfter }) => priceNano * quantityAfter));
  return { valueNano, all, remainderNano: valueNano - spent };
}

/** Makes it so, and answers with the number of the record. */
export function reweighTo(model: Model, targets: readonly Target[]): number {
  const before = currentBasket(model);
  const { valueNano, all, remainderNano } = reweighting(model, targets);
  const lines = all
    .filter(({ weightPpm }) => weightPpm > 0n)
    .map(({ component, feed, quantityAfter }) => ({ component, feed, quantity: quantityAfter }));
  const number = before.reweights + 1;
  const { baskets, records } = basketOf(model);
  baskets.set("current", { ...before, reweights: number, lines, remainderNano, sinceMs: model.timeMs });
  records.set(number, {
    number,
    atMs: model.timeMs,
    height: model.height,
    basketKdg: before.basketKdg,
    valueNano,
    lines: all,
    remainderBeforeNano: before.remainderNano,
    remainderAfterNano: remainderNano,
  });
  return number;
}
