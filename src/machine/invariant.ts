// Invariants: promises of a module that audits and tests check by scanning.
import type { StateScanner } from "#src/state/view.ts";

export interface InvariantContext {
  readonly state: StateScanner;
}

/** Returns a sentence for every place where the promise is broken; empty when all is well. */
export type Invariant = (context: InvariantContext) => Promise<readonly string[]>;

export function defineInvariant(check: Invariant): Invariant {
  return check;
}
