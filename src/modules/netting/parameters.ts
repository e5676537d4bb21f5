// Parameters of the module `netting`: bounds of state and of the work at the end of a block, all of them counts.
import { limits } from "#src/core/limits.ts";
import { defineParameters } from "#src/machine/parameter.ts";

const owner = { owner: "governor", noticeBlocks: 10 } as const;
const dayMs = 86_400_000n;

export const parameters = defineParameters("netting", {
  itemMsMost: {
    summary: "How long an item may wait: bounds how long a closed item's expiry entry stays in state.",
    unit: "ms",
    default: 7n * dayMs,
    least: dayMs / 24n,
    most: 31n * dayMs,
    ...owner,
  },
  legsMost: {
    summary: "Legs of items and proposals that wait at once; the last half of the places is for banks and issuers.",
    unit: "legs",
    default: 10_000n,
    least: 2n,
    most: BigInt(limits.nettingLegsMax),
    ...owner,
  },
  accountLegsMost: {
    summary:
      "Legs that one account has waiting: of items that it pays, and of its proposals. Banks and issuers eightfold.",
    unit: "legs",
    default: 312n,
    least: 1n,
    most: BigInt(limits.nettingLegsMax),
    ...owner,
  },
  queueItemsMost: {
    summary: "Items that wait in one queue, of one payer in one currency.",
    unit: "items",
    default: 1_000n,
    least: 1n,
    most: BigInt(limits.queueItemsMax),
    ...owner,
  },
  proposalsMost: {
    summary: "Proposals of one account that wait for others to confirm.",
    unit: "proposals",
    default: 100n,
    least: 1n,
    most: 10_000n,
    ...owner,
  },
  bypassItemsMost: {
    summary: "Items that one block settles past earlier ones of their queues at most, the largest first.",
    unit: "items",
    default: 1_000n,
    least: 0n,
    most: BigInt(limits.nettingLegsMax),
    ...owner,
  },
  creditDrawsMost: {
    summary: "Banks and currencies for which one block draws on lines of credit and swap lines; zero draws nothing.",
    unit: "draws",
    default: 64n,
    least: 0n,
    most: 1_000n,
    ...owner,
  },
  retryBlocks: {
    summary:
      "How often items are looked at again that a freeze, a pause, a closed account or a want of credit kept out.",
    unit: "blocks",
    default: 20n,
    least: 1n,
    most: 10_000n,
    ...owner,
  },
});
