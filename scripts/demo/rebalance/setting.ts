// Where the demo of a rebalance plays: a devnet with five years of real prices behind it and figures made up where none is known.
import type { Genesis } from "#src/machine/genesis.ts";
import { devnetMonthAt, devnetMonthIndex, devnetStartMonth } from "#src/node/devnetPrices.ts";
import { devnetWith } from "../node.ts";

/** Short enough to be watched: nobody sets the clock forward, so that the headers are of now and can be verified. */
const waits = { rebalanceIntervalMs: 30_000, noticeMs: 8_000 };
/** A twelfth of 365.25 days: the interval of observations. */
export const monthMs = 2_629_800_000;
export const components = ["AG", "CU"] as const;
export const monthsBefore = 60;

const madeUp = "Made up for this demonstration";

/** In thousandths of 0 (best) to 10 (worst); other countries count as 5. */
const governance: Readonly<Record<string, string>> = { AU: "1200", CA: "1200", CL: "2800", PL: "3300", US: "2000" };

/** In the indicators' own units. */
const indicators = [
  { component: "AG", indicator: "recyclingRate", value: "300000" },
  { component: "AG", indicator: "substitutability", value: "700000" },
  { component: "AG", indicator: "demandGrowth", value: "20000" },
  { component: "AG", indicator: "strategicDemandShare", value: "250000" },
  { component: "CU", indicator: "recyclingRate", value: "450000" },
  { component: "CU", indicator: "substitutability", value: "850000" },
  { component: "CU", indicator: "demandGrowth", value: "60000" },
  { component: "CU", indicator: "strategicDemandShare", value: "400000" },
];

interface Part {
  readonly indicators: readonly object[];
  readonly shares: readonly {
    readonly component: string;
    readonly countries: readonly { readonly country: string }[];
  }[];
  readonly governance: readonly object[];
}

/** The devnet's own figures, and after them those made up: a later one takes the place of an earlier. */
function figures(modules: Genesis["modules"]) {
  const part = modules.indicators as Part;
  const named = part.shares.filter(({ component }) => (components as readonly string[]).includes(component));
  const countries = [...new Set(named.flatMap((shares) => shares.countries.map(({ country }) => country)))].sort();
  return {
    ...part,
    indicators: [
      ...part.indicators,
      ...indicators.map(({ value, ...stated }) => ({ ...stated, figure: { value: BigInt(value) }, ...stamp })),
    ],
    governance: countries.map((country) => ({
      country,
      figure: { value: BigInt(governance[country] ?? "5000") },
      ...stamp,
    })),
  };
}

const stamp = { period: "2025", source: madeUp, method: "A round number", documentHash: new Uint8Array(32).fill(0x5a) };

/** What the issuer decides: the rest follows. */
export const policy = {
  components: components.map((component) => ({
    component,
    basePpm: 500_000n,
    leastPpm: 200_000n,
    mostPpm: 800_000n,
    elasticityPpm: 1_000_000n,
  })),
  groups: [],
  riskAversionPpm: 10_000_000_000n,
  turnoverCostPpm: 500_000n,
  stepMostPpm: 100_000n,
  turnoverMostPpm: 200_000n,
  criticalityTiltPpm: 1_000_000n,
  demandTiltPpm: 500_000n,
};

/** Averages of the months before June 2008, set back from the day of the demo. */
function observations(timeMs: number) {
  const start = devnetMonthIndex(devnetStartMonth);
  const slot = Math.floor(timeMs / monthMs);
  return Array.from({ length: monthsBefore }, (_, at) => ({
    endedMs: (slot - monthsBefore + 1 + at) * monthMs,
    prices: components.map((component) => ({
      component,
      averageNano: devnetMonthAt(start - monthsBefore + at).priceNano[component],
    })),
  }));
}

export function rebalanceGenesis({ rebalanceIntervalMs, noticeMs } = waits): Genesis {
  const overrides = Object.entries({
    "weights.rebalanceIntervalMs": BigInt(rebalanceIntervalMs),
    "weights.noticeMs": BigInt(noticeMs),
  }).map(([parameter, value]) => ({ parameter, value }));
  const genesis = devnetWith("kedge-rebalance", (modules) => ({
    parameters: { overrides },
    indicators: figures(modules),
  }));
  return {
    ...genesis,
    modules: { ...genesis.modules, weights: { observations: observations(genesis.timeMs) } },
  };
}
