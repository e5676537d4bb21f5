// A whole ledger whose basket is reweighted by rule: thirty months of real averages before it, and short waits.

import * as modules from "#src/modules/registry.ts";
import { parameters } from "#src/modules/weights/parameters.ts";
import { devnetMonthAt, devnetMonthIndex, devnetStartMonth } from "#src/node/devnetPrices.ts";
import { createTestLedger, type TestLedger, testGenesisTimeMs } from "./ledger.ts";
import { june2008, settlePrices, statePrices } from "./prices.ts";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** The interval of observations: a mean month. */
export const monthMs = Number(parameters.observationIntervalMs.default);

/** Silver and copper between a fifth and four fifths, every step of a tenth. */
export const policy = {
  components: ["AG", "CU"].map((component) => ({
    component,
    basePpm: 500_000n,
    leastPpm: 200_000n,
    mostPpm: 800_000n,
    elasticityPpm: 1_000_000n,
  })),
  groups: [] as { name: string; components: string[]; mostPpm: bigint }[],
  riskAversionPpm: 10_000_000_000n,
  turnoverCostPpm: 500_000n,
  stepMostPpm: 100_000n,
  turnoverMostPpm: 200_000n,
  criticalityTiltPpm: 500_000n,
  demandTiltPpm: 250_000n,
};
export type TestPolicy = typeof policy;

export interface WeightsLedgerOptions {
  readonly months?: number;
  readonly overrides?: Readonly<Record<string, bigint>>;
  /** Of genesis. */
  readonly policy?: unknown;
}

/** The months before June 2008, moved so that the last of them ended at the start of the network. */
function observationsBefore(months: number) {
  const start = devnetMonthIndex(devnetStartMonth);
  const before = Array.from({ length: months }, (_, at) => devnetMonthAt(start - months + at));
  const slot = Math.floor(testGenesisTimeMs / monthMs);
  return before.map(({ priceNano }, at) => ({
    endedMs: (slot - before.length + 1 + at) * monthMs,
    prices: [
      { component: "AG", averageNano: priceNano.AG },
      { component: "CU", averageNano: priceNano.CU },
    ],
  }));
}

export function createWeightsLedger({
  months = 30,
  overrides = {},
  policy: first,
}: WeightsLedgerOptions = {}): TestLedger {
  const values = {
    "weights.rebalanceIntervalMs": BigInt(dayMs),
    "weights.noticeMs": BigInt(hourMs),
    "weights.executionWindowMs": BigInt(hourMs),
    ...overrides,
  };
  const list = Object.entries(values).map(([parameter, value]) => ({ parameter, value }));
  return createTestLedger({
    modules: Object.values(modules),
    genesis: (genesis) => ({
      ...genesis,
      modules: {
        ...genesis.modules,
        parameters: { overrides: list },
        weights: { observations: observationsBefore(months), ...(first === undefined ? {} : { policy: first }) },
      },
    }),
  });
}

export const setPolicy = (ledger: TestLedger, content: unknown = policy, actor = "issuer") =>
  ledger.send(actor, "weights/setPolicy", content);

/** Sets the policy and goes to the first block of the next rebalance interval, with fresh prices of June 2008. */
export function announce(ledger: TestLedger, content: unknown = policy): void {
  const { code, refused } = setPolicy(ledger, content);
  if (code !== 0) throw new Error(`the policy was refused: ${refused}`);
  goToNextDay(ledger);
}

export function goToNextDay(ledger: TestLedger): void {
  const nextMs = (Math.floor(ledger.state.timeMs / dayMs) + 1) * dayMs;
  ledger.advance(nextMs - 60_000 - ledger.state.timeMs);
  settlePrices(ledger, june2008);
  ledger.advance(nextMs - ledger.state.timeMs);
}

/** Lets the notice pass; the block that comes then finds these prices. */
export function passNotice(ledger: TestLedger, prices: Readonly<Record<string, bigint>> = june2008): void {
  ledger.advance(hourMs - 60_000);
  statePrices(ledger, prices);
  ledger.advance(60_000);
}
