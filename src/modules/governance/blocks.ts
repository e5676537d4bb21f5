// Closes the proposals whose time has ended, a bounded number of them in each block.
import { limits } from "#src/core/limits.ts";
import type { BlockWork } from "#src/machine/module.ts";
import { conclude } from "./proposing.ts";
import { deadlines, proposals } from "./tables.ts";

export const blocks: BlockWork = {
  end(state) {
    for (const number of deadlines.takeDue(state, limits.proposalsClosedPerBlockMax)) {
      if (proposals.get(state, number)?.state === "open") conclude(state, number);
    }
  },
};
