// Returns the money of expired locks at the end of each block, a bounded number of them.
import { limits } from "#src/core/limits.ts";
import type { BlockWork } from "#src/machine/module.ts";
import { events } from "./events.ts";
import { closedLock, returnLock } from "./locks.ts";
import { expiries, locks } from "./tables.ts";

export const blocks: BlockWork = {
  end(state) {
    for (const number of expiries.takeDue(state, limits.dueItemsPerBlockMax)) {
      const lock = locks.get(state, number);
      if (lock === undefined) continue;
      returnLock(state, number);
      state.emit(events.lockExpired(closedLock(number, lock)));
    }
  },
};
