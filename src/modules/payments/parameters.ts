// Parameters of the module `payments`.
import { defineParameters } from "#src/machine/parameter.ts";

const owner = { owner: "council:applications", noticeBlocks: 10 } as const;
const dayMs = 86_400_000n;

export const parameters = defineParameters("payments", {
  expiryMsMost: {
    summary: "How long a payment may wait for its payee's bank: five days, for a screening over a long weekend.",
    unit: "ms",
    default: 5n * dayMs,
    least: 60_000n,
    most: 30n * dayMs,
    ...owner,
  },
  keptMs: {
    summary:
      "How long a settled payment stays for questions, recalls and returns; its UETR is not used anew until then.",
    unit: "ms",
    default: 30n * dayMs,
    least: 60_000n,
    most: 366n * dayMs,
    ...owner,
  },
  voidKeptMs: {
    summary: "How long a void payment stays after its expiry, for whoever asks what became of it.",
    unit: "ms",
    default: 3_600_000n,
    least: 0n,
    most: 30n * dayMs,
    ...owner,
  },
  openMost: {
    summary: "Payments of one payer that may be open at once: each waits for another bank.",
    unit: "payments",
    default: 1_000n,
    least: 1n,
    most: 100_000n,
    ...owner,
  },
  rowsMost: {
    summary: "Payments of one payer that are kept at once, open and closed: one bank of a dozen, for 30 days.",
    unit: "payments",
    default: 3_000_000n,
    least: 1n,
    most: 10_000_000n,
    ...owner,
  },
  totalRowsMost: {
    summary: "Payments kept at once, of all payers: ten a second for 30 days, some tens of gigabytes of state.",
    unit: "payments",
    default: 30_000_000n,
    least: 1n,
    most: 400_000_000n,
    ...owner,
  },
});
