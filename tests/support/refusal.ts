// Names the refusal with which an action ends, so that a test can state it.
import { Refusal } from "#src/core/refusal.ts";

/** The code of the refusal that the action throws, `nothing` if it throws none; a fault passes through. */
export function refusalOf(action: () => unknown): string {
  try {
    action();
    return "nothing";
  } catch (reason) {
    if (reason instanceof Refusal) return reason.definition.code;
    throw reason;
  }
}

/** Why bytes were refused, in the reader's own words. */
export function reasonOf(action: () => unknown): unknown {
  try {
    action();
    return "nothing";
  } catch (reason) {
    if (reason instanceof Refusal) return reason.details.reason;
    throw reason;
  }
}
