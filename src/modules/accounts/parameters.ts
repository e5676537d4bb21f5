// Parameters of the module `accounts`.
import { defineParameters } from "#src/machine/parameter.ts";

const owner = { owner: "governor", noticeBlocks: 10 } as const;

export const parameters = defineParameters("accounts", {
  workPerSecond: {
    summary: "How fast an account's quota refills; about a hundred payments a second.",
    unit: "work units a second",
    default: 2_000n,
    least: 100n,
    most: 1_000_000n,
    ...owner,
  },
  burstWork: {
    summary: "How much work an account may ask for at once after a rest.",
    unit: "work units",
    default: 200_000n,
    least: 10_000n,
    most: 100_000_000n,
    ...owner,
  },
  institutionFactor: {
    summary: "How many times as much work a participant bank or the issuer may ask for.",
    unit: "times",
    default: 1_000n,
    least: 1n,
    most: 10_000n,
    ...owner,
  },
  depositMicroKdg: {
    summary: "What a sponsor who is no institution leaves for each account it opens.",
    unit: "micro-KDG",
    default: 1_000_000n,
    least: 0n,
    most: 1_000_000_000n,
    owner: "council:applications",
    noticeBlocks: 10,
  },
  sponsoredAccountsMax: {
    summary: "How many accounts an institution may open without a deposit.",
    unit: "accounts",
    default: 10_000_000n,
    least: 0n,
    most: 1_000_000_000n,
    ...owner,
  },
});
