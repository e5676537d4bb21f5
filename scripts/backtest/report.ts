// The report of a backtest as JSON and as CSV.
import { mintCoverageBp, tradeCostBp } from "./coverage.ts";
import type { Run } from "./run.ts";
import type { replaysOn } from "./stress.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

export interface Report {
  readonly run: Run;
  readonly verdict: Verdict;
  /** The run with electricity at its trailing mean, or why there is none. */
  readonly withElectricity: Run | string;
  readonly stress: ReturnType<typeof replaysOn>;
}

export function reportOf(run: Run, withElectricity: Run | string, stress: Report["stress"]): Report {
  return { run, verdict: verdictOf(run), withElectricity, stress };
}

/** Figures have twelve decimals: below that, machines may round differently. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === "number" ? Number(value.toFixed(12)) : value;
}

export function jsonOf({ run, verdict, withElectricity, stress }: Report): string {
  const { strategies, from, to, components, rebalances, largestRemainder } = run;
  const apart =
    typeof withElectricity === "string"
      ? { absent: withElectricity }
      : {
          from: withElectricity.from,
          to: withElectricity.to,
          components: withElectricity.components,
          strategies: withElectricity.strategies,
        };
  const replays = stress.replays.map(({ months, ...figures }) => ({
    ...figures,
    zones: months.map(({ month, coverageBp, zone }) => ({ month, coverage: Number(coverageBp) / 10_000, zone })),
  }));
  const assumptions = {
    turnover: "one-sided: half of the worth that changes hands, a year",
    volatility: "standard deviation of monthly log returns times the root of 12",
    knowledge: "weights use prices up to the month before; trades are at the month's price",
    reserve: { mintCoverageBp: Number(mintCoverageBp), tradeCostBp: Number(tradeCostBp) },
  };
  return `${JSON.stringify({ strategies, from, to, components, rebalances, largestRemainder, verdict, withElectricityAtItsAverage: apart, stress: { replays, absent: stress.absent }, assumptions }, rounded, 2)}\n`;
}

/** A line for each strategy and month: its level (100 at first), its coverage and its drawdown's input. */
export function csvOf({ run }: Report): string {
  const lines = [...run.played].flatMap(([name, { months, levels, covered }]) =>
    months.map(({ month, turnover }, at) =>
      [
        name,
        month,
        (levels[at] ?? 0).toFixed(6),
        turnover.toFixed(9),
        Number(covered[at]?.coverageBp ?? 0n) / 1e4,
      ].join(),
    ),
  );
  return `strategy,month,level,turnover,coverage\n${lines.join("\n")}\n`;
}
