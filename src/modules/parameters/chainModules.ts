// Reads which modules the chain runs and plans to run.
import { present } from "#src/core/assert.ts";
import { chainModules } from "#src/machine/versions.ts";
import type { StateReader } from "#src/state/view.ts";

export function requireChainModules(state: StateReader) {
  return present(chainModules.get(state), "genesis records the modules");
}
