// Parameters of the module `directory`.
import { defineParameters } from "#src/machine/parameter.ts";

const owner = { owner: "council:applications", noticeBlocks: 10 } as const;
const dayMs = 86_400_000n;

export const parameters = defineParameters("directory", {
  lifeMsMost: {
    summary: "How long a proxy holds before its bank must register it again: phone numbers find new owners.",
    unit: "ms",
    default: 400n * dayMs,
    least: dayMs,
    most: 3_653n * dayMs,
    ...owner,
  },
  portWaitMs: {
    summary: "How long the bank that holds a proxy has to answer another one that asks for it.",
    unit: "ms",
    default: 7n * dayMs,
    least: 3_600_000n,
    most: 60n * dayMs,
    ...owner,
  },
  bankProxiesMost: {
    summary: "How many proxies and ports one bank may have: a large bank's customers.",
    unit: "proxies",
    default: 1_000_000n,
    least: 1n,
    most: 100_000_000n,
    owner: "governor",
    noticeBlocks: 10,
  },
  proxiesMost: {
    summary: "How many proxies and ports there may be: bounds the state of the directory.",
    unit: "proxies",
    default: 10_000_000n,
    least: 1n,
    most: 1_000_000_000n,
    owner: "governor",
    noticeBlocks: 10,
  },
  keyMsMost: {
    summary: "How long a disclosure key may be valid from its publication: keys are changed every two years at least.",
    unit: "ms",
    default: 732n * dayMs,
    least: dayMs,
    most: 3_653n * dayMs,
    ...owner,
  },
});
