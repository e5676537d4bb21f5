// Parameters of the module `intraday-credit`.
import { defineParameters } from "#src/machine/parameter.ts";

const dayMs = 86_400_000n;

export const parameters = defineParameters("intraday-credit", {
  lineMsMost: {
    summary: "How long a line may last from the moment at which it is granted.",
    unit: "ms",
    default: 366n * dayMs,
    least: dayMs,
    most: 3_653n * dayMs,
    owner: "council:applications",
    noticeBlocks: 10,
  },
  graceMs: {
    summary: "How long a draw whose free time is over may still be repaid before its collateral is seized.",
    unit: "ms",
    default: dayMs,
    least: 60_000n,
    most: 30n * dayMs,
    owner: "council:applications",
    noticeBlocks: 10,
  },
  debtorsMost: {
    summary: "Banks that owe in a currency, counted for each currency, all of which the end of a block visits.",
    unit: "debtors",
    default: 1_000n,
    least: 1n,
    most: 10_000n,
    owner: "governor",
    noticeBlocks: 10,
  },
});
