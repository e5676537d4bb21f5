// At the end of each block: prices of an interval that has ended, the rebalance that is due, and the next announcement.
import type { BlockWork } from "#src/machine/module.ts";
import { observeWhenDue } from "./observing.ts";
import { announceWhenDue, executeWhenDue } from "./scheduling.ts";

export const blocks: BlockWork = {
  end(state) {
    observeWhenDue(state);
    executeWhenDue(state);
    announceWhenDue(state);
  },
};
