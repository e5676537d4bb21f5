// A verified rebalance as people and programs read it: each component from its figures to its weight, and what was checked.
import type { VerifiedRebalance } from "#src/node/maintenance/provedRebalance.ts";

/** Millionths as a percentage with two digits. */
function percent(ppm: bigint): string {
  return `${ppm / 10_000n}.${((ppm % 10_000n) / 100n).toString().padStart(2, "0")} %`;
}

const header = ["component", "now", "criticality", "target", "weight"];

/** Lines for a terminal, and what `--json` shows. */
export function rebalanceText({ rebalance, checks }: VerifiedRebalance) {
  const { number, state, proposal, obstacle, reweighting } = rebalance;
  const rows = (proposal?.lines ?? []).map(({ component, currentPpm, score, targetPpm, weightPpm }) => [
    component,
    percent(currentPpm),
    percent(score.criticality.leastPpm),
    percent(targetPpm),
    percent(weightPpm),
  ]);
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const table = [header, ...rows].map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
  const because = obstacle === undefined ? "" : `: ${obstacle.why} ${obstacle.component ?? ""}`.trimEnd();
  const became = reweighting === undefined ? "" : `, reweighting ${reweighting} of the basket`;
  const text = [
    `Rebalance ${number} is ${state}${because}${became}.`,
    ...(rows.length === 0 ? [] : table),
    ...(proposal === undefined ? [] : [`residual ${proposal.kktResidual} ppm² per ppm after ${proposal.moves} moves`]),
    ...checks.map(({ claim, holds }) => `${holds ? "holds   " : "WRONG   "} ${claim}`),
  ];
  const weights = (proposal?.lines ?? []).map(({ component, weightPpm }) => ({
    component,
    weightPpm: weightPpm.toString(),
  }));
  return { text, json: { state, ...(obstacle === undefined ? {} : { obstacle }), weights, checks } };
}
