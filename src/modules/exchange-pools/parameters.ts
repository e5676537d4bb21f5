// Parameters of the module `exchange-pools`.
import { defineParameters } from "#src/machine/parameter.ts";

export const parameters = defineParameters("exchange-pools", {
  firstWorthNano: {
    summary: "What the first deposit of a pool must be worth: a share stays a small part of the pool.",
    unit: "billionths of the numeraire",
    default: 1_000_000_000_000n,
    least: 1_000_000_000n,
    most: 1_000_000_000_000_000_000n,
    owner: "council:applications",
    noticeBlocks: 10,
  },
});
