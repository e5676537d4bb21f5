// Parameters of the module `validators`.
import { defineParameters } from "#src/machine/parameter.ts";

export const parameters = defineParameters("validators", {
  noticeBlocks: {
    summary: "How many blocks must pass between the plan of a change and its effect, so that operators can prepare.",
    unit: "blocks",
    default: 20n,
    least: 1n,
    most: 1_000_000n,
    owner: "governor",
    noticeBlocks: 20,
  },
  downtimeWindowBlocks: {
    summary: "The length of the windows in which the blocks that a validator did not sign are counted.",
    unit: "blocks",
    default: 1_000n,
    least: 10n,
    most: 1_000_000n,
    owner: "governor",
    noticeBlocks: 20,
  },
  downtimeMissesMax: {
    summary: "How many blocks of a window a validator may miss: one more suspends it. As long as a window, never.",
    unit: "blocks",
    default: 500n,
    least: 1n,
    most: 1_000_000n,
    owner: "governor",
    noticeBlocks: 20,
  },
});
