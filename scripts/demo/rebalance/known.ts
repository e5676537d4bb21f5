// The first part of the page: figures of each component and how critical they make it, and how prices moved.
import type { ResultOf } from "#src/sdk/definitions.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { covariance, criticality } from "./apart.ts";
import { components, monthMs } from "./setting.ts";

export type Critical = ResultOf<"weights/criticality">;

const yearMs = 31_557_600_000;
const decay = 0.985;

const part = (ppm: string | bigint | undefined): number => Number(ppm ?? 0) / 1e6;
export const column = (value: number | string): string =>
  (typeof value === "number" ? value.toFixed(4) : value).padStart(12);

/** Prints what is known of each component; answers with its criticality. */
export async function showFigures(cast: Cast, story: Story): Promise<readonly Critical[]> {
  const found = await Promise.all(
    components.map((component) => cast.ledger.query("weights/criticality", { component })),
  );
  const line = (name: string, of: (each: Critical) => number | string) =>
    story.say(`    ${name.padEnd(44)}${found.map((each) => column(of(each))).join("")}`);
  line("component", (each) => components[found.indexOf(each)] ?? "");
  for (const stage of ["mining", "refining"] as const) {
    line(`${stage}: concentration x governance, 0 to 10`, ({ figures }) => {
      return Number(figures.concentration.find((each) => each.stage === stage)?.least ?? 0) / 10_000;
    });
  }
  line("not recycled, of what is discarded", ({ figures }) => part(figures.recycling.leastPpm));
  line("hard to substitute", ({ figures }) => part(figures.substitutability.leastPpm));
  line("supply risk", ({ score }) => part(score.supplyRisk.leastPpm));
  line("growth of demand, placed on -5 % to 25 %", ({ figures }) => part(figures.demandGrowth.leastPpm));
  line("volatility of a year", ({ score }) => part(score.volatility.leastPpm));
  line("criticality: cube root of the last three", ({ score }) => part(score.criticality.leastPpm));
  for (const [at, each] of found.entries()) await checkCriticality(cast, story, components[at] ?? "", each);
  return found;
}

async function checkCriticality(cast: Cast, story: Story, component: string, { figures, score }: Critical) {
  const stages = await Promise.all(
    figures.concentration.map(async ({ stage }) => {
      const { inForce } = await cast.ledger.query("indicators/shares", { component, stage });
      const countries = inForce?.shares?.countries ?? [];
      return Promise.all(
        countries.map(async ({ country, share }) => {
          const governance = await cast.ledger.query("indicators/governance", { country });
          const weight = governance.inForce?.governance?.figure.value ?? "0";
          return { share: part(share.value), governance: Number(weight) / 1_000 };
        }),
      );
    }),
  );
  const again = criticality({
    stages,
    recycling: part(figures.recycling.leastPpm),
    substitutability: part(figures.substitutability.leastPpm),
    demandGrowth: part(figures.demandGrowth.leastPpm),
    volatility: part(score.volatility.leastPpm),
  });
  const told = part(score.criticality.leastPpm);
  story.check(
    `criticality of ${component} from its countries' shares, as computed apart`,
    Math.abs(again - told) < 1e-4,
  );
}

/** Prints the covariance of monthly returns, computed apart from the observations; answers with it. */
export async function showRisk(cast: Cast, story: Story): Promise<number[][]> {
  const rows: number[][] = components.map(() => []);
  for await (const { prices } of cast.ledger.list("weights/observations", {})) {
    for (const [at, component] of components.entries()) {
      rows[at]?.push(Number(prices.find((price) => price.component === component)?.averageNano ?? 0));
    }
  }
  const found = covariance(rows, decay);
  const deviation = (at: number) => Math.sqrt(found[at]?.[at] ?? 0);
  const correlation = (found[0]?.[1] ?? 0) / (deviation(0) * deviation(1));
  const yearly = components.map((_, at) => deviation(at) * Math.sqrt(yearMs / monthMs));
  story.say(
    `    ${rows[0]?.length} observed months: ${yearly.map((each) => (100 * each).toFixed(1)).join(" and ")} % a year, correlation ${correlation.toFixed(2)}`,
  );
  return found;
}
