// The replays as JSON, as CSV, as lines for a terminal, and as a page of charts.
import { escaped, lineChart, stackedChart } from "../backtest/pictures/charts.ts";
import type { Told } from "./stories.ts";

const metals = ["AG", "CU", "SN"] as const;

/** Whole numbers as text, since JSON's own lose digits. */
function plain(_: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  return typeof value === "bigint" ? value.toString() : value;
}

export function jsonOf(told: readonly Told[]): string {
  return `${JSON.stringify({ replays: told }, plain, 2)}\n`;
}

function decimalOf(nano: bigint): string {
  return `${nano / 1_000_000_000n}.${String(nano % 1_000_000_000n).padStart(9, "0")}`;
}

/** A line for each row of each history; prices in dollars, of a gram of silver and a kilogram of the others. */
export function csvOf(told: readonly Told[]): string {
  const head = ["story", "at", "status", "zone", "coverageBp", "rLow", "rate", "supplyMicroKdg", "deficit"];
  const perMetal = ["price", "weightBp", "heldBp"].flatMap((what) => metals.map((metal) => `${what}${metal}`));
  const lines = told.flatMap(({ name, rows }) =>
    rows.map(({ pricesNano, weightsBp, heldBp, ...row }) => {
      const priced = metals.map((metal) => {
        const priceNano = pricesNano.get(metal);
        return priceNano === undefined ? "" : decimalOf(priceNano);
      });
      const shares = [weightsBp, heldBp].flatMap((each) =>
        metals.map((metal) => (pricesNano.has(metal) ? `${each.get(metal) ?? 0n}` : "")),
      );
      const cells = [name, row.at, row.status, row.zone, row.coverageBp, decimalOf(row.rLowNano)];
      const sums = [decimalOf(row.rateNano), row.supplyMicroKdg, decimalOf(row.deficitNano)];
      return [...cells, ...sums, ...priced, ...shares, (row.rebalance ?? "").replaceAll(", ", " ")].join();
    }),
  );
  return `${[...head, ...perMetal, "rebalance"].join()}\n${lines.join("\n")}\n`;
}

function percentOf(bp: bigint): string {
  return `${(Number(bp) / 100).toFixed(2)} %`;
}

/** The refusals of mints with how often, and the rebalances by what became of them. */
function countsOf(items: readonly (string | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const item of items) if (item !== undefined) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].map(([item, count]) => `${item} ${count}`).join(", ") || "none";
}

export function sentenceOf({ path, lowestBp, mints, rebalances, blocks, reweightings, rows }: Told): string {
  const deficit = rows.reduce((most, { deficitNano }) => (deficitNano > most ? deficitNano : most), 0n);
  const became = rebalances.map(({ state, obstacle }) => (obstacle === undefined ? state : `${state} (${obstacle})`));
  return [
    `zones ${path.join(", ")}`,
    `coverage at least ${percentOf(lowestBp)} at sound prices`,
    `largest deficit booked ${decimalOf(deficit)}`,
    `mints refused: ${countsOf(mints.map(({ refused }) => refused))}`,
    `rebalances: ${countsOf(became)}`,
    `${blocks} blocks and ${reweightings} reweightings with every unit accounted for`,
  ].join("; ");
}

export function linesOf(told: readonly Told[]): string {
  return `${told.map((each) => `${each.title}\n  ${sentenceOf(each)}`).join("\n")}\n`;
}

/** Charts of each history with a sentence under them: a part of a page. */
export function sectionOf(told: readonly Told[]): string {
  const parts = told.map((each) => {
    const months = each.rows.map(({ at }) => escaped(at));
    const coverage = lineChart({
      title: each.title,
      months,
      lines: [
        { name: "coverage", values: each.rows.map(({ coverageBp }) => Number(coverageBp) / 1e4) },
        { name: "R.low, dollars", values: each.rows.map(({ rLowNano }) => Number(rLowNano) / 1e9) },
      ],
      marks: [
        { value: 1.1, name: "green above" },
        { value: 1, name: "red below" },
      ],
      format: (value) => value.toFixed(2),
    });
    const weights = stackedChart({
      title: "Weights of the basket",
      months,
      lines: metals
        .filter((metal) => each.rows[0]?.pricesNano.has(metal))
        .map((metal) => ({
          name: metal,
          values: each.rows.map((row) => Number(row.weightsBp.get(metal) ?? 0n) / 1e4),
        })),
      format: (value) => `${(value * 100).toFixed(0)} %`,
    });
    return `${coverage}${weights}<p>${escaped(sentenceOf(each))}.</p>`;
  });
  return `<h2>Stress, through the ledger itself</h2><p>Signed transactions and blocks of every module in memory. A metal without a fresh price covers nothing; feeders quote prices, and nobody chooses a weight.</p>${parts.join("")}`;
}
