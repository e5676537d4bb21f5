// Reads the locks that the lists of payers and payees name.
import { present } from "#src/core/assert.ts";
import type { StateReader } from "#src/state/view.ts";
import { locks } from "./tables.ts";

/** The last part of a list row's key: where a page goes on. */
export function listedPlace(parts: readonly string[]): string {
  return present(parts[1], "a list row's key ends with a lock");
}

/** The open lock that a list row names, with its number. */
export function listedLock(state: StateReader, parts: readonly string[]) {
  const lock = Number(listedPlace(parts));
  return { lock, ...present(locks.get(state, lock), "a listed lock is open") };
}
