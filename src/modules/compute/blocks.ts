// Work of the module `compute` around the messages of each block.
import type { BlockWork } from "#src/machine/module.ts";
import { endChallenges, sampleDeliveries } from "./challenges.ts";
import { settleCommitments } from "./settling.ts";

export const blocks: BlockWork = {
  begin: (state, input) => sampleDeliveries(state, input),
  end(state) {
    endChallenges(state);
    settleCommitments(state);
  },
};
