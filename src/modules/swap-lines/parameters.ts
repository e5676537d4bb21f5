// Parameters of the module `swap-lines`.
import { defineParameters } from "#src/machine/parameter.ts";

const owner = { owner: "council:applications", noticeBlocks: 10 } as const;
const dayMs = 86_400_000n;

export const parameters = defineParameters("swap-lines", {
  lineMsMost: {
    summary: "How long a line may last from its proposal: five years, the longest published agreements.",
    unit: "ms",
    default: 1_827n * dayMs,
    least: dayMs,
    most: 3_653n * dayMs,
    ...owner,
  },
  drawsMost: {
    summary: "How many draws one line may have open.",
    unit: "draws",
    default: 32n,
    least: 1n,
    most: 256n,
    ...owner,
  },
  reviewIntervalMs: {
    summary: "How often the rate of each draw is looked at; a twenty-fourth of it later where prices are not sound.",
    unit: "ms",
    default: dayMs,
    least: 60_000n,
    most: 7n * dayMs,
    ...owner,
  },
  graceMs: {
    summary: "How long a draw that has fallen due may still be repaid.",
    unit: "ms",
    default: dayMs,
    least: 60_000n,
    most: 30n * dayMs,
    ...owner,
  },
  penaltyBp: {
    summary: "What is added to the rate for each day begun after the draw fell due.",
    unit: "basis points",
    default: 200n,
    least: 0n,
    most: 5_000n,
    ...owner,
  },
});
