// Parameters of the module `fx`.
import { defineParameters } from "#src/machine/parameter.ts";

const owner = { owner: "council:applications", noticeBlocks: 10 } as const;

export const parameters = defineParameters("fx", {
  wholesaleMs: {
    summary: "How long a quote between banks is honoured: what a request for quotes is given at the desks.",
    unit: "ms",
    default: 45_000n,
    least: 1_000n,
    most: 600_000n,
    ...owner,
  },
  retailMs: {
    summary: "How long a quote for a customer is honoured: ten minutes, as in Nexus, for payee check and screening.",
    unit: "ms",
    default: 600_000n,
    least: 10_000n,
    most: 3_600_000n,
    ...owner,
  },
  rateMsMost: {
    summary: "How long a rate may be valid.",
    unit: "ms",
    default: 86_400_000n,
    least: 60_000n,
    most: 604_800_000n,
    ...owner,
  },
  quotesMost: {
    summary:
      "Open quotes of one payer, bound to payments or not: each holds providers' money, for the longest its life.",
    unit: "quotes",
    default: 32n,
    least: 1n,
    most: 10_000n,
    ...owner,
  },
  bandBp: {
    summary: "How far a rate may lie outside of the oracle's range, where the oracle prices both currencies.",
    unit: "basis points",
    default: 500n,
    least: 10n,
    most: 5_000n,
    ...owner,
  },
});
