// Counts the blocks that a validator did not sign, and suspends it when they are too many.
import type { State } from "#src/state/view.ts";
import { events } from "./events.ts";
import { parameters } from "./parameters.ts";
import { getValidator, replaceValidator, totalsOf } from "./roster.ts";
import { isNeeded } from "./rules.ts";
import { misses } from "./tables.ts";

/**
 * Windows are fixed, and a row is written only for a block that was missed: blocks that all signed change no state. Past
 * the bound nothing is written either, so that an idle chain that tolerates an absence comes to rest.
 */
export function countMiss(state: State, address: string): void {
  const validator = getValidator(state, address);
  if (validator?.status !== "active") return;
  const sinceHeight = state.height - (state.height % Number(parameters.downtimeWindowBlocks.get(state)));
  const missesMax = Number(parameters.downtimeMissesMax.get(state));
  const row = misses.get(state, address);
  const before = row?.fromHeight === sinceHeight ? row.count : 0;
  const count = before > missesMax ? before : before + 1;
  const seen = { validator: address, misses: count, sinceHeight };

  if (count > missesMax && !isNeeded(validator, totalsOf(state))) {
    replaceValidator(state, validator, { ...validator, status: "suspended" });
    state.emit(events.validatorSuspended(seen));
    return;
  }
  if (count === before) return;
  misses.put(state, address, { fromHeight: sinceHeight, count });
  if (count > missesMax) state.emit(events.downtimeTolerated(seen));
}
