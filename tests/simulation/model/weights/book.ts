// Policies, observations and rebalances as the model keeps them.
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";
import type { Tree } from "./arithmetic/forecast.ts";

export interface PolicyComponent {
  readonly component: string;
  readonly basePpm: bigint;
  readonly leastPpm: bigint;
  readonly mostPpm: bigint;
  readonly elasticityPpm: bigint;
}

export interface PolicyContent {
  readonly components: readonly PolicyComponent[];
  readonly groups: readonly {
    readonly name: string;
    readonly components: readonly string[];
    readonly mostPpm: bigint;
  }[];
  readonly riskAversionPpm: bigint;
  readonly turnoverCostPpm: bigint;
  readonly stepMostPpm: bigint;
  readonly turnoverMostPpm: bigint;
  readonly criticalityTiltPpm: bigint;
  readonly demandTiltPpm: bigint;
  readonly forecast?: { readonly modelHash: Uint8Array; readonly bandPpm: bigint };
}

export interface Observed {
  readonly number: number;
  readonly slot: number;
  readonly intervalMs: number;
  readonly atMs: number;
  readonly prices: readonly { readonly component: string; readonly averageNano: bigint }[];
}

export interface Weighted {
  readonly component: string;
  readonly weightPpm: bigint;
}

/** Of what it holds besides, the model reads nothing again. */
export interface Proposal {
  readonly lines: readonly Weighted[];
  readonly [part: string]: unknown;
}

export interface Obstacle {
  readonly why: string;
  readonly component?: string;
}

export interface Rebalance {
  readonly number: number;
  readonly state: "skipped" | "announced" | "executed" | "lapsed";
  readonly fromMs?: number;
  readonly endsMs?: number;
  readonly obstacle?: Obstacle;
  readonly proposal?: Proposal;
}

/** The interval that was dealt with last, and how long such intervals are. */
export interface Dealt {
  readonly slot: number;
  readonly intervalMs: number;
}

const nothing: Dealt = { slot: 0, intervalMs: 0 };

const makeBook = (log: UndoLog) => ({
  /** By the hash in hexadecimal. */
  forecasts: new UndoMap<string, { readonly model: { readonly trees: readonly Tree[] } }>(log),
  policies: new UndoMap<number, PolicyContent>(log),
  observations: new UndoMap<number, Observed>(log),
  observed: new UndoCell<number>(log, 0),
  rebalances: new UndoMap<number, Rebalance>(log),
  lastObserved: new UndoCell<Dealt>(log, nothing),
  lastAnnounced: new UndoCell<Dealt>(log, nothing),
});

export const weightsOf = (model: Model) => model.book(makeBook);

export const liveRebalance = (model: Model): Rebalance | undefined =>
  weightsOf(model)
    .rebalances.values()
    .find(({ state }) => state === "announced");

/** The policy set last. */
export function policyNow(model: Model): (PolicyContent & { readonly number: number }) | undefined {
  const { policies } = weightsOf(model);
  const number = policies.size;
  return number === 0 ? undefined : { ...policies.at(number), number };
}
