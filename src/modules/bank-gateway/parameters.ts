// Parameters of the module `bank-gateway`.
import { defineParameters } from "#src/machine/parameter.ts";

const owner = { owner: "council:applications", noticeBlocks: 10 } as const;
const dayMs = 86_400_000n;

export const parameters = defineParameters("bank-gateway", {
  noticeBlocks: {
    summary: "How many blocks before they take effect a channel's looser terms are announced.",
    unit: "blocks",
    default: 100n,
    least: 1n,
    most: 1_000_000n,
    ...owner,
  },
  requestMs: {
    summary: "How long a request may wait, for the throttle and for the reserve agent together.",
    unit: "ms",
    default: 3n * dayMs,
    least: 60_000n,
    most: 30n * dayMs,
    ...owner,
  },
  requestsMost: {
    summary: "How many requests one bank may have open on one channel.",
    unit: "requests",
    default: 16n,
    least: 1n,
    most: 256n,
    ...owner,
  },
  customersMost: {
    summary: "How many customers one bank may have linked, or offered to link, in one currency.",
    unit: "customers",
    default: 10_000_000n,
    least: 1n,
    most: 1_000_000_000n,
    ...owner,
  },
});
