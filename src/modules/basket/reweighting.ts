// A reweighting: what hinders it now, and the basket that it makes at an unchanged value.
import { assert, present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { compareText } from "#src/core/order.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { reweigh, worthOf } from "#src/weighting/reweighing.ts";
import { wholePpm } from "#src/weighting/vectors.ts";
import { events } from "./events.ts";
import { parameters } from "./parameters.ts";
import { stepPpm } from "./rules.ts";
import type { Basket, Hindrance, ReweightRecord } from "./schemas.ts";
import { baskets, components, reweightRecords } from "./tables.ts";
import { requireBasket } from "./valuation.ts";

/** What each component is to weigh at average prices; these sum to 1,000,000 and name all that the basket has. */
export type Targets = readonly { readonly component: string; readonly weightPpm: bigint }[];

type Line = ReweightRecord["lines"][number];
type Weighed = Omit<Line, "quantityAfter">;

/** New quantities for targets at the prices of now; nothing is written. */
export interface Plan {
  readonly before: Stored<Basket>;
  readonly valueNano: bigint;
  /** In the order of their names. */
  readonly lines: readonly Line[];
  readonly remainderNano: bigint;
}

/**
 * Every price must be sound, also that of a component that leaves; averages must rest on enough history; no share may move by
 * more than a step. Answers with the first hindrance by name of component.
 */
export function planOf(state: StateReader, targets: Targets): Plan | Hindrance {
  const before = requireBasket(state);
  assertWhole(targets, before);
  const weighed: Weighed[] = [];
  for (const target of [...targets].sort((left, right) => compareText(left.component, right.component))) {
    const line = weighedLine(state, before, target);
    if (line === undefined) continue;
    if ("why" in line) return line;
    weighed.push(line);
  }
  const tooLarge = findLargeStep(weighed, parameters.stepPpmMost.get(state));
  if (tooLarge !== undefined) return { why: "stepTooLarge", component: tooLarge.component };

  const valueNano = worthOf(
    weighed.map(({ quantityBefore, priceNano }) => ({ quantity: quantityBefore, priceNano })),
    before.remainderNano,
  );
  // A value that no record can hold: prices or quantities have gone astray, and old quantities stay meanwhile.
  if (valueNano > limits.amountMax) return { why: "valueTooLarge", component: largestOf(weighed).component };
  const { quantities, remainderNano } = reweigh(valueNano, weighed);
  const lines = weighed.map((line, at) => ({ ...line, quantityAfter: quantities[at] ?? 0n }));
  const valueAfterNano = worthOf(
    lines.map(({ quantityAfter, priceNano }) => ({ quantity: quantityAfter, priceNano })),
    remainderNano,
  );
  assert(valueAfterNano === valueNano, "a reweighting leaves the value as it was");
  return { before, valueNano, lines, remainderNano };
}

/** The component that is worth the most now, the first by name of several. */
function largestOf(weighed: readonly Weighed[]): Weighed {
  const worth = ({ quantityBefore, priceNano }: Weighed) => quantityBefore * priceNano;
  return weighed.reduce((largest, line) => (worth(line) > worth(largest) ? line : largest));
}

/** Makes a plan the basket, and answers with the number of the record that it leaves. */
export function carryOut(state: State, { before, valueNano, lines, remainderNano }: Plan): number {
  assert(requireBasket(state).reweights === before.reweights, "a plan is carried out on the basket it was made for");
  const kept = lines.filter(({ weightPpm }) => weightPpm > 0n);
  const basket = {
    ...before,
    reweights: before.reweights + 1,
    lines: kept.map(({ component, feed, quantityAfter }) => ({ component, feed, quantity: quantityAfter })),
    remainderNano,
    sinceMs: state.timeMs,
  };
  baskets.put(state, basket);
  reweightRecords.put(state, basket.reweights, {
    number: basket.reweights,
    atMs: state.timeMs,
    height: state.height,
    basketKdg: before.basketKdg,
    valueNano,
    lines: [...lines],
    remainderBeforeNano: before.remainderNano,
    remainderAfterNano: remainderNano,
  });
  state.emit(events.basketReweighted({ basket, valueNano }));
  return basket.reweights;
}

function assertWhole(targets: Targets, before: Stored<Basket>): void {
  const named = new Set(targets.map(({ component }) => component));
  assert(named.size === targets.length, "targets name a component once");
  assert(
    before.lines.every(({ component }) => named.has(component)),
    "targets name all that the basket has",
  );
  assert(targets.reduce((sum, { weightPpm }) => sum + weightPpm, 0n) === wholePpm, "targets sum to the whole");
}

/** One component on the scales; nothing for one that neither is in the basket nor comes into it. */
function weighedLine(
  state: StateReader,
  { lines }: Stored<Basket>,
  { component, weightPpm }: Targets[number],
): Weighed | Hindrance | undefined {
  const { feed } = present(components.get(state, component), "targets name known components");
  const quantityBefore = lines.find((line) => line.component === component)?.quantity;
  if (quantityBefore === undefined && weightPpm === 0n) return undefined;
  const price = oracle.price(state, feed);
  if (price.status !== "sound") return { why: "priceUnsound", component };
  const { averageNano, fromMs } = oracle.average(state, feed, Number(parameters.averageWindowMs.get(state)));
  if (BigInt(state.timeMs - fromMs) < parameters.averageHistoryMsLeast.get(state)) {
    return { why: "historyTooShort", component };
  }
  return {
    component,
    feed,
    weightPpm,
    roundId: price.roundId,
    priceNano: price.priceNano.mid,
    averageNano,
    averageFromMs: fromMs,
    quantityBefore: quantityBefore ?? 0n,
  };
}

/** Shares are compared at average prices, where the new ones equal the weights. */
function findLargeStep(weighed: readonly Weighed[], mostPpm: bigint): Weighed | undefined {
  const worths = weighed.map(({ quantityBefore, averageNano }) => quantityBefore * averageNano);
  const totalNano = worths.reduce((sum, worth) => sum + worth, 0n);
  return weighed.find(({ weightPpm }, at) => stepPpm({ partNano: worths[at] ?? 0n, totalNano }, weightPpm) > mostPpm);
}
