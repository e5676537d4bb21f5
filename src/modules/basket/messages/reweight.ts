// An issuer gives the basket new weights, with its value unchanged to the last unit.
import { z } from "zod";
import { assert } from "#src/core/assert.ts";
import { compareText } from "#src/core/order.ts";
import { amountSchema, countSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { reweigh, stepBp, wholeBp, worthOf } from "../rules.ts";
import { type Basket, basketLineSchema, componentsMax, type Targets, targetsSchema } from "../schemas.ts";
import { baskets, components, reweightRecords } from "../tables.ts";
import { requireBasket } from "../valuation.ts";
import { type Weighed, weighedLine } from "../weighing.ts";

export const reweight = defineMessage({
  summary: "Gives the basket new quantities for target weights; its value stays the same to the last unit.",
  actors: ["issuer"],
  schema: z.strictObject({ targets: targetsSchema }),
  result: z.strictObject({
    number: countSchema,
    valueNano: positiveAmountSchema,
    lines: z.array(basketLineSchema).max(componentsMax),
    remainderNano: amountSchema,
  }),
  work: ({ targets }) => 60 + 60 * targets.length,
  handle({ state, actor, emit }, { targets }) {
    authority.requireRole(state, actor, "issuer");
    const before = requireBasket(state);
    requireWhole(targets, before);
    requireDue(state, before);
    const weighed = weigh(state, before, targets);
    requireSmallSteps(weighed, parameters.stepBpMost.get(state));

    const valueNano = worthOf(
      weighed.map(({ quantityBefore, priceNano }) => ({ quantity: quantityBefore, priceNano })),
      before.remainderNano,
    );
    const { quantities, remainderNano } = reweigh(valueNano, weighed);
    const lines = weighed.map((line, index) => ({ ...line, quantityAfter: quantities[index] ?? 0n }));
    const kept = lines.filter(({ weightBp }) => weightBp > 0);
    const basket = {
      ...before,
      reweights: before.reweights + 1,
      lines: kept.map(({ component, feed, quantityAfter }) => ({ component, feed, quantity: quantityAfter })),
      remainderNano,
      sinceMs: state.timeMs,
    };
    const valueAfterNano = worthOf(
      lines.map(({ quantityAfter, priceNano }) => ({ quantity: quantityAfter, priceNano })),
      remainderNano,
    );
    assert(valueAfterNano === valueNano, "a reweighting leaves the value as it was");

    baskets.put(state, basket);
    reweightRecords.put(state, basket.reweights, {
      number: basket.reweights,
      atMs: state.timeMs,
      height: state.height,
      by: actor,
      basketKdg: before.basketKdg,
      valueNano,
      lines,
      remainderBeforeNano: before.remainderNano,
      remainderAfterNano: remainderNano,
    });
    emit(events.basketReweighted({ basket, valueNano, by: actor }));
    return { number: basket.reweights, valueNano, lines: basket.lines, remainderNano };
  },
});

/** The weights name each component once, all that the basket has among them, and sum to the whole. */
function requireWhole(targets: Targets, before: Stored<Basket>): void {
  const named = new Set<string>();
  for (const { component } of targets) {
    if (named.has(component)) throw refusals.repeatedComponent({ component });
    named.add(component);
  }
  for (const { component } of before.lines) if (!named.has(component)) throw refusals.componentLeftOut({ component });
  const sumBp = targets.reduce((sum, { weightBp }) => sum + weightBp, 0);
  if (BigInt(sumBp) !== wholeBp) throw refusals.weightsNotWhole({ sumBp });
}

function requireDue(state: StateReader, before: Stored<Basket>): void {
  if (before.reweights === 0) return;
  const earliestMs = before.sinceMs + Number(parameters.reweightIntervalMs.get(state));
  if (state.timeMs < earliestMs) throw refusals.tooSoon({ earliestMs });
}

/** Every component that is in the basket or is to be, with a sound price and an average, in the order of their names. */
function weigh(state: StateReader, before: Stored<Basket>, targets: Targets): Weighed[] {
  const windowMs = Number(parameters.averageWindowMs.get(state));
  const leastMs = parameters.averageHistoryMsLeast.get(state);
  const sorted = [...targets].sort((left, right) => compareText(left.component, right.component));
  return sorted.flatMap(({ component, weightBp }) => {
    const known = components.get(state, component);
    if (known === undefined) throw refusals.unknownComponent({ component });
    const quantityBefore = before.lines.find((line) => line.component === component)?.quantity;
    if (quantityBefore === undefined && weightBp === 0) return [];
    return [weighedLine(state, { ...known, weightBp, quantityBefore: quantityBefore ?? 0n }, windowMs, leastMs)];
  });
}

/** Shares are compared at average prices, where the new ones equal the weights. */
function requireSmallSteps(weighed: readonly Weighed[], mostBp: bigint): void {
  const worths = weighed.map(({ quantityBefore, averageNano }) => quantityBefore * averageNano);
  const totalNano = worths.reduce((sum, worth) => sum + worth, 0n);
  for (const [index, { component, weightBp }] of weighed.entries()) {
    const step = stepBp({ partNano: worths[index] ?? 0n, totalNano }, weightBp);
    if (step > mostBp) throw refusals.stepTooLarge({ component, stepBp: step, mostBp });
  }
}
