// Parameters of the module `reserve-auctions`.
import { defineParameters } from "#src/machine/parameter.ts";

const owner = { owner: "issuer", noticeBlocks: 10 } as const;
const minuteMs = 60_000n;
const dayMs = 86_400_000n;
const monthMs = 30n * dayMs;

export const parameters = defineParameters("reserve-auctions", {
  commitMs: {
    summary: "How long sealed bids and offers are taken.",
    unit: "milliseconds",
    default: dayMs,
    least: minuteMs,
    most: monthMs,
    ...owner,
  },
  revealMs: {
    summary: "How long they may be opened after that.",
    unit: "milliseconds",
    default: dayMs,
    least: minuteMs,
    most: monthMs,
    ...owner,
  },
  patienceMs: {
    summary: "How long an auction waits for sound prices before it ends without a trade.",
    unit: "milliseconds",
    default: dayMs,
    least: 0n,
    most: monthMs,
    ...owner,
  },
  slippageBp: {
    summary: "How far below its low price, at the high reference value, the reserve sells a metal at most.",
    unit: "basis points",
    default: 100n,
    least: 0n,
    most: 1_000n,
    ...owner,
  },
  programmeBp: {
    summary: "How much of the metals held one auction trades at most, by worth at middle prices.",
    unit: "basis points",
    default: 500n,
    least: 1n,
    most: 10_000n,
    ...owner,
  },
  forfeitBp: {
    summary: "What is burnt of the lock of a bid that nobody opened.",
    unit: "basis points",
    default: 100n,
    least: 0n,
    most: 10_000n,
    ...owner,
  },
  lockMicroKdgLeast: {
    summary: "The least that a sealed bid locks: an auction has a bounded number of places.",
    unit: "micro-KDG",
    default: 100_000_000n,
    least: 1n,
    most: 10n ** 18n,
    ...owner,
  },
});
