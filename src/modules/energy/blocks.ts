// Work of the module `energy` in each block: days close, their hours are matched, and certificates expire.
import type { BlockWork } from "#src/machine/module.ts";
import { closeDueDays } from "./days/days.ts";
import { expireDue } from "./expiry.ts";
import { isMatchingUnfinished, matchClosedDays } from "./matching/run.ts";

export const blocks: BlockWork = {
  begin: (state) => closeDueDays(state),
  end(state) {
    matchClosedDays(state);
    expireDue(state);
  },
  isUnfinished: isMatchingUnfinished,
};
