// Parameters of the module `basket`.
import { defineParameters } from "#src/machine/parameter.ts";

const dayMs = 86_400_000n;

export const parameters = defineParameters("basket", {
  averageWindowMs: {
    summary: "The trailing window of the average prices at which weights hold; the SDR takes three months.",
    unit: "ms",
    default: 63n * dayMs,
    least: 1_000n,
    most: 366n * dayMs,
    owner: "issuer",
    noticeBlocks: 10,
  },
  averageHistoryMsLeast: {
    summary: "The least history that an average must rest on; a young network uses what it has.",
    unit: "ms",
    default: 0n,
    least: 0n,
    most: 366n * dayMs,
    owner: "issuer",
    noticeBlocks: 10,
  },
  stepPpmMost: {
    summary: "The most by which one reweighting may change the share of a component, at average prices.",
    unit: "millionths",
    default: 200_000n,
    least: 1n,
    most: 1_000_000n,
    owner: "issuer",
    noticeBlocks: 10,
  },
});
