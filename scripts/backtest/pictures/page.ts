// The report as one page that needs nothing else: sentences, a table, and charts.

import type { Report } from "../report.ts";
import type { Run } from "../run.ts";
import { drawdowns } from "../statistics.ts";
import { excessBp } from "../stress.ts";
import { escaped, lineChart, stackedChart } from "./charts.ts";

const style =
  "body{font:15px/1.5 system-ui,sans-serif;max-width:960px;margin:2em auto;padding:0 1em;color:#222}svg{width:100%;margin:1em 0}svg text{font-size:11px;fill:#333}svg .title{font-size:14px;font-weight:600}table{border-collapse:collapse;width:100%}td,th{padding:.3em .6em;border-bottom:1px solid #ccc;text-align:right}td:first-child,th:first-child{text-align:left}";

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function tableOf({ strategies }: Run): string {
  const rows = Object.entries(strategies).map(([name, each]) => {
    const interval = each.volatilityKedgeLess;
    const difference =
      interval === undefined
        ? ""
        : `${percent(interval.difference)} (${percent(interval.low)} to ${percent(interval.high)})`;
    const cells = [
      percent(each.annualVolatility),
      percent(each.worstDrawdown),
      percent(each.annualTurnover),
      each.worstCoverage.toFixed(4),
      difference,
    ];
    return `<tr><td>${escaped(name)}</td>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return `<table><tr><th>strategy</th><th>volatility</th><th>worst drawdown</th><th>turnover</th><th>worst coverage</th><th>kedge less this (95 of 100)</th></tr>${rows.join("")}</table>`;
}

function chartsOf({ played, weights, components }: Run): string[] {
  const months = weights.map(({ month }) => month);
  const lines = [...played].map(([name, { levels }]) => ({ name, values: levels }));
  const format = (value: number) => value.toFixed(0);
  return [
    lineChart({ title: "Level of each strategy, 100 at first", months, lines, format }),
    stackedChart({
      title: "Weights of kedge",
      months,
      lines: components.map((name, at) => ({ name, values: weights.map(({ ppm }) => (ppm[at] ?? 0) / 1e6) })),
      format: (value) => `${(value * 100).toFixed(0)} %`,
    }),
    lineChart({
      title: "Drawdown: how far below the highest level so far",
      months,
      lines: lines.slice(0, 4).map(({ name, values }) => ({ name, values: drawdowns(values).map((depth) => -depth) })),
      format: (value) => `${(value * 100).toFixed(0)} %`,
    }),
  ];
}

function stressOf({ stress }: Report): string {
  const replays = stress.replays.map((replay) => {
    const chart = lineChart({
      title: replay.name,
      months: replay.months.map(({ month }) => month),
      lines: [{ name: "coverage", values: replay.months.map(({ coverageBp }) => Number(coverageBp) / 10_000) }],
      marks: [
        { value: 1.1, name: "green above" },
        { value: 1, name: "red below" },
      ],
      format: (value) => value.toFixed(2),
    });
    return `${chart}<p>${escaped(replay.name)}: coverage at least ${replay.lowestCoverage.toFixed(4)}, largest deficit booked ${percent(replay.largestDeficitShare)} of the liability, at the end ${replay.endZone}; assets + deficit ${replay.isBalanced ? "equal" : "DO NOT EQUAL"} liability + surplus in every month.</p>`;
  });
  const absent = stress.absent.map((each) => `<p>Not replayed: ${escaped(each)}.</p>`);
  return `<h2>Stress</h2><p>The reserve starts at 1.15 after haircuts and holds ${Number(excessBp) / 100} % of its worth more in what falls than the basket does. Silver's loss is made up.</p>${[...replays, ...absent].join("")}`;
}

export function pageAround(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style>${body}</html>\n`;
}

/** The replays through the ledger stand below those by arithmetic, where they were asked for. */
export function pageOf(report: Report, throughLedger = ""): string {
  const { run, verdict, withElectricity } = report;
  const apart =
    typeof withElectricity === "string"
      ? `<p>Not run: ${escaped(withElectricity)}.</p>`
      : `<p>${withElectricity.from} to ${withElectricity.to}, ${withElectricity.components.join(", ")}. ELEC is a trailing mean of twelve months, which looks calmer than power is: not to be compared with the run above.</p>${tableOf(withElectricity)}`;
  const body = `<h1>Backtest of the anchor, ${run.from} to ${run.to}</h1><p>${run.components.map(escaped).join(", ")}. Monthly mean prices, unsmoothed; gas and coal stand for power, and there is no compute. The same prices and the same ${run.rebalances} rebalances for each strategy; weights use prices up to the month before, and trade at the month's own.</p><ul>${verdict.sentences.map((each) => `<li>${escaped(each)}</li>`).join("")}</ul>${tableOf(run)}${chartsOf(run).join("")}${stressOf(report)}${throughLedger}<h2>With electricity at its trailing mean</h2>${apart}`;
  return pageAround("Kedge backtest", body);
}
