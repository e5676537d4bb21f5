// What a block changed about who signs, as the engine must be told.
import type { Electorate } from "#src/machine/module.ts";
import { latestUpdates } from "./tables.ts";

export const electorate: Electorate = {
  updates(state) {
    const latest = latestUpdates.get(state);
    return latest?.height === state.height ? latest.updates : [];
  },
};
