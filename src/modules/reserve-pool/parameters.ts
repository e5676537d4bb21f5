// Parameters of the module `reserve-pool`.
import { defineParameters } from "#src/machine/parameter.ts";

const owner = { owner: "council:applications", noticeBlocks: 10 } as const;
const dayMs = 86_400_000n;

export const parameters = defineParameters("reserve-pool", {
  poolMsMost: {
    summary: "How long a pool may last from its proposal.",
    unit: "ms",
    default: 3_653n * dayMs,
    least: dayMs,
    most: 18_263n * dayMs,
    ...owner,
  },
  poolsMost: {
    summary: "How many pools there may be at once that one central bank has proposed.",
    unit: "pools",
    default: 4n,
    least: 1n,
    most: 16n,
    ...owner,
  },
  drawsMost: {
    summary: "How many draws one member may have open in one pool.",
    unit: "draws",
    default: 8n,
    least: 1n,
    most: 64n,
    ...owner,
  },
  graceMs: {
    summary: "How long a draw that has fallen due may still be repaid.",
    unit: "ms",
    default: 7n * dayMs,
    least: 60_000n,
    most: 90n * dayMs,
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
