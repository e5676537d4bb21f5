// Parameters of the module `compute`.
import { defineParameters } from "#src/machine/parameter.ts";

const owner = { owner: "council:applications", noticeBlocks: 10 } as const;
const dayMs = 86_400_000n;
const numeraire = 1_000_000_000n;

export const parameters = defineParameters("compute", {
  siteBondNano: {
    summary: "What the bond of a site must be worth, at low prices after haircuts, for deliveries to be recorded.",
    unit: "billionths of the numeraire",
    default: 1_000n * numeraire,
    least: 0n,
    most: 10n ** 24n,
    ...owner,
  },
  slashNano: {
    summary: "What a failed challenge costs the provider: half to the verifier, half to the consumer.",
    unit: "billionths of the numeraire",
    default: 500n * numeraire,
    least: 0n,
    most: 10n ** 24n,
    ...owner,
  },
  challengeBp: {
    summary: "How many of ten thousand deliveries are challenged.",
    unit: "basis points",
    default: 500n,
    least: 0n,
    most: 10_000n,
    ...owner,
  },
  challengeWindowMs: {
    summary: "How long a challenge waits for a verifier to run the job again.",
    unit: "ms",
    default: 7n * dayMs,
    least: 1_000n,
    most: 366n * dayMs,
    ...owner,
  },
  penaltyNanoPerScuHour: {
    summary: "What an SCU-hour costs the provider that was asked for in its month and not delivered.",
    unit: "billionths of the numeraire an SCU-hour",
    default: 5n * numeraire,
    least: 1n,
    most: 10n ** 18n,
    ...owner,
  },
  settlementDelayMs: {
    summary: "How long after its month a commitment is settled: deliveries are recorded once their days are matched.",
    unit: "ms",
    default: 3n * dayMs,
    least: 1_000n,
    most: 366n * dayMs,
    ...owner,
  },
});
