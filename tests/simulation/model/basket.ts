// What the module `basket` must do: components, and reweighting that leaves the value as it was.
import { apart, ceiling, floor, sum } from "./arithmetic.ts";
import { judgeRole } from "./authority/book.ts";
import { type Basket, basketOf, byComponent, currentBasket, type Line } from "./basket/book.ts";
import { type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { oracleOf } from "./oracle/book.ts";
import { averageOf, judgePrice, priceOf } from "./oracle/prices.ts";
import { parameter, parameterNumber } from "./parameters/book.ts";

interface Component {
  readonly component: string;
  readonly feed: string;
}

interface Target {
  readonly component: string;
  readonly weightBp: number;
}

interface Scale extends Target {
  readonly feed: string;
  readonly quantityBefore: bigint;
  readonly roundId: number;
  readonly priceNano: bigint;
  readonly averageNano: bigint;
  readonly averageFromMs: number;
}

const addComponent = modelMessage<Component>({
  judge(model, actor, { component, feed }, grounds) {
    judgeRole(model, actor, ["governor"], grounds);
    grounds.when(!oracleOf(model).feeds.has(feed), "oracle/unknownFeed");
    grounds.when(basketOf(model).components.has(component), "basket/componentExists");
  },
  apply: (model, _actor, { component, feed }) => basketOf(model).components.set(component, feed),
});

/** What takes part in a reweighting: all that is in the basket, and all that is to come into it. */
function partakers(model: Model, targets: readonly Target[]): (Target & Line)[] {
  const { lines } = currentBasket(model);
  const { components } = basketOf(model);
  return targets
    .filter(({ component }) => components.has(component))
    .map((target) => {
      const quantity = lines.find(({ component }) => component === target.component)?.quantity;
      return {
        ...target,
        feed: components.get(target.component) ?? "",
        isIn: quantity !== undefined,
        quantity: quantity ?? 0n,
      };
    })
    .filter(({ isIn, weightBp }) => isIn || weightBp > 0)
    .sort(byComponent);
}

function scalesOf(model: Model, targets: readonly Target[]): Scale[] {
  const windowMs = parameterNumber(model, "basket.averageWindowMs");
  return partakers(model, targets).map(({ component, weightBp, feed, quantity }) => {
    const { averageNano, fromMs } = averageOf(model, feed, windowMs);
    const price = priceOf(model, feed);
    return {
      component,
      weightBp,
      feed,
      quantityBefore: quantity,
      roundId: price?.roundId ?? 0,
      priceNano: price?.range.mid ?? 0n,
      averageNano,
      averageFromMs: fromMs,
    };
  });
}

/** Grounds that the list of weights itself gives. */
function judgeTargets(model: Model, targets: readonly Target[], grounds: Grounds): void {
  const named = new Set(targets.map(({ component }) => component));
  grounds.when(named.size < targets.length, "basket/repeatedComponent");
  grounds.when(
    currentBasket(model).lines.some(({ component }) => !named.has(component)),
    "basket/componentLeftOut",
  );
  grounds.when(sum(targets.map(({ weightBp }) => BigInt(weightBp))) !== 10_000n, "basket/weightsNotWhole");
  grounds.when(
    targets.some(({ component }) => !basketOf(model).components.has(component)),
    "basket/unknownComponent",
  );
}

const reweight = modelMessage<{ readonly targets: readonly Target[] }>({
  judge(model, actor, { targets }, grounds) {
    judgeRole(model, actor, ["issuer"], grounds);
    judgeTargets(model, targets, grounds);
    const { reweights, sinceMs } = currentBasket(model);
    const earliestMs = sinceMs + parameterNumber(model, "basket.reweightIntervalMs");
    grounds.when(reweights > 0 && model.timeMs < earliestMs, "basket/tooSoon");
    const partaking = partakers(model, targets);
    const priced = partaking.filter(({ feed }) => judgePrice(model, feed, grounds, "sound"));
    const windowMs = parameterNumber(model, "basket.averageWindowMs");
    const leastMs = parameterNumber(model, "basket.averageHistoryMsLeast");
    grounds.when(
      priced.some(({ feed }) => model.timeMs - averageOf(model, feed, windowMs).fromMs < leastMs),
      "basket/historyTooShort",
    );
    if (priced.length < partaking.length || grounds.has("basket/unknownComponent")) return;
    const scales = scalesOf(model, targets);
    const total = sum(scales.map(({ quantityBefore, averageNano }) => quantityBefore * averageNano));
    const mostBp = parameter(model, "basket.stepBpMost");
    grounds.when(
      scales.some((scale) => stepOf(scale, total) > mostBp),
      "basket/stepTooLarge",
    );
  },
  apply(model, actor, { targets }) {
    const scales = scalesOf(model, targets);
    const before = currentBasket(model);
    const valueNano =
      sum(scales.map(({ quantityBefore, priceNano }) => quantityBefore * priceNano)) + before.remainderNano;
    const quantities = reweighed(valueNano, scales);
    const spent = sum(scales.map(({ priceNano }, at) => priceNano * (quantities[at] ?? 0n)));
    const remainderNano = valueNano - spent;
    const all = scales.map((scale, at) => ({ ...scale, quantityAfter: quantities[at] ?? 0n }));
    const lines = all
      .filter(({ weightBp }) => weightBp > 0)
      .map(({ component, feed, quantityAfter }) => ({ component, feed, quantity: quantityAfter }));
    const number = before.reweights + 1;
    const { baskets, records } = basketOf(model);
    baskets.set("current", { ...before, reweights: number, lines, remainderNano, sinceMs: model.timeMs });
    records.set(number, {
      number,
      atMs: model.timeMs,
      height: model.height,
      by: actor,
      basketKdg: before.basketKdg,
      valueNano,
      lines: all,
      remainderBeforeNano: before.remainderNano,
      remainderAfterNano: remainderNano,
    });
    return { number, valueNano, lines, remainderNano };
  },
});

/** How far a share at average prices lies from its weight, in basis points rounded up. */
function stepOf({ quantityBefore, averageNano, weightBp }: Scale, total: bigint): bigint {
  if (total === 0n) return BigInt(weightBp);
  return ceiling(apart(quantityBefore * averageNano * 10_000n, BigInt(weightBp) * total), total);
}

/** floor(w V / (a x sum(w p / a))), the sum taken as one exact fraction. */
function reweighed(valueNano: bigint, scales: readonly Scale[]): bigint[] {
  let top = 0n;
  let bottom = 1n;
  for (const { weightBp, priceNano, averageNano } of scales) {
    top = top * averageNano + BigInt(weightBp) * priceNano * bottom;
    bottom *= averageNano;
  }
  return scales.map(({ weightBp, averageNano }) => floor(BigInt(weightBp) * valueNano * bottom, averageNano * top));
}

const padded = (number: number) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: { addComponent, reweight },
  start(model, part) {
    const { basketKdg, lines, remainderNano } = part as Basket;
    const { baskets, components } = basketOf(model);
    for (const { component, feed } of lines) components.set(component, feed);
    const sorted = [...lines].sort(byComponent);
    baskets.set("current", { reweights: 0, basketKdg, lines: sorted, remainderNano, sinceMs: model.timeMs });
  },
  moments: (model) => [currentBasket(model).sinceMs + parameterNumber(model, "basket.reweightIntervalMs")],
  *rows(model) {
    const { components, records } = basketOf(model);
    yield ["basket/current", currentBasket(model)];
    for (const [component, feed] of components.entries()) yield [`basket/component/${component}`, { component, feed }];
    for (const [number, record] of records.entries()) yield [`basket/reweight/${padded(number)}`, record];
  },
};
