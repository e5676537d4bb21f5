// What the module `weights` must do: policies, observations, and rebalances by rule.
import { apart, byText, sum } from "./arithmetic.ts";
import { judgeRole } from "./authority/book.ts";
import { basketOf, currentBasket, metalTargets } from "./basket/book.ts";
import { hindranceOf, reweighTo, reweighting } from "./basket/reweighting.ts";
import { cbor, hash, hex } from "./encoding.ts";
import { metalsHeld, nothing, sharesHeld } from "./issuance/cover.ts";
import { type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { oracleOf } from "./oracle/book.ts";
import { averageOf, isFresh, priceOf } from "./oracle/prices.ts";
import { parameter, parameterNumber } from "./parameters/book.ts";
import type { Tree } from "./weights/arithmetic/forecast.ts";
import { optimum } from "./weights/arithmetic/optimiser.ts";
import {
  liveRebalance,
  type Observed,
  type Obstacle,
  type PolicyContent,
  type Proposal,
  policyNow,
  weightsOf,
} from "./weights/book.ts";
import { limitsOf, proposalOf } from "./weights/proposing.ts";

const whole = 1_000_000n;
const observationsKept = 512;

/** Grounds that are there without looking for weights. */
function judgeContent(model: Model, { components, groups }: PolicyContent, grounds: Grounds): void {
  const names = components.map(({ component }) => component);
  const isRepeated = (list: readonly string[]) => new Set(list).size < list.length;
  grounds.when(isRepeated(names) || groups.some((group) => isRepeated(group.components)), "weights/componentRepeated");
  grounds.when(
    names.some((name) => !basketOf(model).components.has(name)),
    "weights/unknownComponent",
  );
  grounds.when(
    components.some(({ leastPpm, mostPpm }) => leastPpm > mostPpm),
    "weights/boundsCrossed",
  );
  const wanted = [...currentBasket(model).lines, ...(liveRebalance(model)?.proposal?.lines ?? [])];
  grounds.when(
    wanted.some(({ component }) => !names.includes(component)),
    "weights/componentLeftOut",
  );
  grounds.when(sum(components.map(({ basePpm }) => basePpm)) !== whole, "weights/basesNotWhole");
  grounds.when(isRepeated(groups.map(({ name }) => name)), "weights/groupRepeated");
  grounds.when(
    groups.some((group) => group.components.some((name) => !names.includes(name))),
    "weights/groupUnknown",
  );
}

const setPolicy = modelMessage<PolicyContent>({
  judge(model, actor, content, grounds) {
    judgeRole(model, actor, ["issuer"], grounds);
    const isUnknown =
      content.forecast !== undefined && !weightsOf(model).forecasts.has(hex(content.forecast.modelHash));
    grounds.when(isUnknown, "weights/unknownForecast");
    judgeContent(model, content, grounds);
    const isAsked = ["componentRepeated", "boundsCrossed", "basesNotWhole", "groupRepeated", "groupUnknown"].every(
      (condition) => !grounds.has(`weights/${condition}`),
    );
    if (!isAsked) return;
    const components = content.components.map(({ component, basePpm, leastPpm, mostPpm, elasticityPpm }) => ({
      symbol: component,
      ...{ currentPpm: basePpm, targetPpm: basePpm, leastPpm, mostPpm, elasticityPpm },
    }));
    const zeros = components.map(() => components.map(() => 0n));
    const { isFeasible } = optimum({ ...limitsOf(content), components, covariance: zeros });
    grounds.when(!isFeasible, "weights/limitsCannotHold");
  },
  apply(model, actor, content) {
    const { policies } = weightsOf(model);
    const number = policies.size + 1;
    policies.set(number, { ...content, number, by: actor, atMs: model.timeMs } as PolicyContent);
    return { number };
  },
});

interface Handed {
  readonly model: { readonly trees: readonly Tree[] };
}

/** The hash of a model's canonical encoding. */
const hashOf = (handed: Handed["model"]) => hash(cbor(handed));

const recordForecast = modelMessage<Handed>({
  judge(model, actor, { model: handed }, grounds) {
    judgeRole(model, actor, ["issuer"], grounds);
    const isShort = handed.trees.some(({ splits, leavesPpm }) => leavesPpm.length !== splits.length + 1);
    grounds.when(isShort, "weights/forecastMalformed");
    grounds.when(weightsOf(model).forecasts.has(hex(hashOf(handed))), "weights/forecastExists");
  },
  apply(model, actor, { model: handed }) {
    const modelHash = hashOf(handed);
    weightsOf(model).forecasts.set(hex(modelHash), { by: actor, atMs: model.timeMs, model: handed } as Handed);
    return { modelHash };
  },
});

function keepObservation(model: Model, observation: Observed): void {
  const { observations, observed } = weightsOf(model);
  observations.set(observation.number, observation);
  observations.delete(observation.number - observationsKept);
  observed.value = observation.number;
}

function observe(model: Model): void {
  const { lastObserved, observed } = weightsOf(model);
  const intervalMs = parameterNumber(model, "weights.observationIntervalMs");
  const slot = Math.floor(model.timeMs / intervalMs);
  const before = lastObserved.value;
  if (intervalMs === before.intervalMs && slot <= before.slot) return;
  lastObserved.value = { slot, intervalMs };
  if (intervalMs !== before.intervalMs) return;
  const named = [...(policyNow(model)?.components ?? []), ...currentBasket(model).lines];
  const prices = [...new Set(named.map(({ component }) => component))].sort(byText).flatMap((component) => {
    const feed = basketOf(model).components.at(component);
    if (!isFresh(priceOf(model, feed))) return [];
    return [{ component, averageNano: averageOf(model, feed, intervalMs).averageNano }];
  });
  keepObservation(model, { number: observed.value + 1, slot: slot - 1, intervalMs, atMs: model.timeMs, prices });
}

/** The first metal that would leave its band, and lie further from its target than now. */
function metalLeftBehind(model: Model, lines: readonly { component: string; weightPpm: bigint }[]): string | undefined {
  const isMetal = (feed: string) => oracleOf(model).feeds.at(feed).measure === "mg";
  const parts = reweighting(model, lines)
    .all.filter(({ feed }) => isMetal(feed))
    .map(({ component, quantityAfter, priceNano }) => ({ component, part: quantityAfter * priceNano }));
  const total = sum(parts.map(({ part }) => part));
  const bandBp = parameter(model, "issuance.bandBp");
  const now = metalTargets(model);
  for (const [metal, share] of sharesHeld(metalsHeld(model))) {
    if (share.total === 0n) continue;
    const aimOf = (aim: { part: bigint; total: bigint }) => (aim.total === 0n ? { part: 0n, total: 1n } : aim);
    const away = (aim: { part: bigint; total: bigint }) => apart(share.part * aim.total, aim.part * share.total);
    const after = aimOf({ part: parts.find(({ component }) => component === metal)?.part ?? 0n, total });
    const before = aimOf(now.get(metal) ?? nothing);
    const isInBand = away(after) * 10_000n <= bandBp * share.total * after.total;
    if (!isInBand && away(after) * before.total > away(before) * after.total) return metal;
  }
  return undefined;
}

const isObstacle = (found: Obstacle | Proposal): found is Obstacle => "why" in found;

function obstacleOf(model: Model, lines: readonly { component: string; weightPpm: bigint }[]) {
  const hindrance = hindranceOf(model, lines);
  if (hindrance !== undefined) return hindrance;
  const component = metalLeftBehind(model, lines);
  return component === undefined ? undefined : { why: "metalsCannotFollow", component };
}

function execute(model: Model): void {
  const { rebalances } = weightsOf(model);
  const live = liveRebalance(model);
  if (live === undefined || model.timeMs < (live.fromMs ?? 0)) return;
  const targets = (live.proposal?.lines ?? []).map(({ component, weightPpm }) => ({ component, weightPpm }));
  const obstacle = model.timeMs > (live.endsMs ?? 0) ? { why: "tooLate" } : obstacleOf(model, targets);
  const closedMs = { closedMs: model.timeMs };
  if (obstacle === undefined) {
    const { obstacle: _, ...rest } = live;
    rebalances.set(live.number, {
      ...rest,
      state: "executed",
      ...closedMs,
      ...{ reweighting: reweighTo(model, targets) },
    });
  } else if (model.timeMs >= (live.endsMs ?? 0)) {
    rebalances.set(live.number, { ...live, state: "lapsed", obstacle, ...closedMs });
  } else {
    rebalances.set(live.number, { ...live, obstacle });
  }
}

function announce(model: Model): void {
  const { lastAnnounced, rebalances } = weightsOf(model);
  const intervalMs = parameterNumber(model, "weights.rebalanceIntervalMs");
  const slot = Math.floor(model.timeMs / intervalMs);
  const before = lastAnnounced.value;
  if (intervalMs === before.intervalMs && slot <= before.slot) return;
  lastAnnounced.value = { slot, intervalMs };
  const policy = policyNow(model);
  if (intervalMs !== before.intervalMs || policy === undefined || liveRebalance(model) !== undefined) return;
  const number = rebalances.size + 1;
  const opened = { number, announcedMs: model.timeMs, announcedHeight: model.height };
  const proposal = proposalOf(model, policy);
  if (isObstacle(proposal)) {
    rebalances.set(number, { ...opened, state: "skipped", obstacle: proposal, ...{ closedMs: model.timeMs } });
    return;
  }
  const fromMs = model.timeMs + parameterNumber(model, "weights.noticeMs");
  const endsMs = fromMs + parameterNumber(model, "weights.executionWindowMs");
  rebalances.set(number, { ...opened, state: "announced", proposal, fromMs, endsMs });
}

const padded = (number: number) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: { recordForecast, setPolicy },
  start(model, part) {
    const { observations } = part as {
      readonly observations: readonly { endedMs: number; prices: Observed["prices"] }[];
    };
    const { lastObserved, lastAnnounced } = weightsOf(model);
    const dealt = (parameterName: string) => {
      const intervalMs = parameterNumber(model, parameterName);
      return { slot: Math.floor(model.timeMs / intervalMs), intervalMs };
    };
    lastObserved.value = dealt("weights.observationIntervalMs");
    lastAnnounced.value = dealt("weights.rebalanceIntervalMs");
    const { intervalMs } = lastObserved.value;
    for (const [at, { endedMs, prices }] of observations.entries()) {
      const slot = Math.floor(endedMs / intervalMs) - 1;
      keepObservation(model, { number: at + 1, slot, intervalMs, atMs: endedMs, prices });
    }
  },
  end(model) {
    observe(model);
    execute(model);
    announce(model);
  },
  *moments(model) {
    const { fromMs = 0, endsMs } = liveRebalance(model) ?? {};
    if (endsMs !== undefined) yield model.timeMs < fromMs ? fromMs : endsMs;
  },
  *rows(model) {
    const { forecasts, policies, observations, observed, rebalances, lastObserved, lastAnnounced } = weightsOf(model);
    const live = liveRebalance(model);
    yield [
      "weights/standing",
      {
        policies: policies.size,
        observations: observed.value,
        rebalances: rebalances.size,
        ...(live === undefined ? {} : { live: live.number }),
        observedSlot: lastObserved.value.slot,
        observedIntervalMs: lastObserved.value.intervalMs,
        announcedSlot: lastAnnounced.value.slot,
        announcedIntervalMs: lastAnnounced.value.intervalMs,
      },
    ];
    for (const [key, each] of forecasts.entries()) yield [`weights/forecast/${key}`, each];
    for (const [number, policy] of policies.entries()) yield [`weights/policy/${padded(number)}`, policy];
    for (const [number, each] of observations.entries()) yield [`weights/observation/${padded(number)}`, each];
    for (const [number, each] of rebalances.entries()) yield [`weights/rebalance/${padded(number)}`, each];
  },
};
