// Parameters of the module `net-windows`.
import { defineParameters } from "#src/machine/parameter.ts";

const owner = { owner: "council:applications", noticeBlocks: 10 } as const;
const dayMs = 86_400_000n;

export const parameters = defineParameters("net-windows", {
  schemesMost: {
    summary: "How many schemes one currency may have.",
    unit: "schemes",
    default: 8n,
    least: 1n,
    most: 64n,
    ...owner,
  },
  windowsKept: {
    summary: "How many settled windows of a scheme are kept with their net positions.",
    unit: "windows",
    default: 32n,
    least: 1n,
    most: 128n,
    ...owner,
  },
  retryMs: {
    summary: "How long a settlement that a pause of the currency hinders waits until it is tried again.",
    unit: "ms",
    default: 60_000n,
    least: 1_000n,
    most: dayMs,
    ...owner,
  },
  waitMsMost: {
    summary: "How long a pause of the currency puts off a settlement; then collateral alone settles it.",
    unit: "ms",
    default: dayMs,
    least: 0n,
    most: 30n * dayMs,
    ...owner,
  },
});
