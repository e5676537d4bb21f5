// Breakers: a module whose books were about to break takes no more messages until its breaker is reset.
import { z } from "zod";
import { heightSchema, moduleNameSchema } from "#src/core/schemas.ts";
import { defineTable } from "#src/state/table.ts";
import type { State, StateReader } from "#src/state/view.ts";
import { defineEvents } from "./event.ts";
import { refusals } from "./refusals.ts";

/** A tripped breaker: the height, and the tally that did not balance. */
export const breakers = defineTable(
  "machine/breaker/{module}",
  z.strictObject({ height: heightSchema, tally: z.string().max(128) }),
);

export const breakerEvents = defineEvents("machine", {
  breakerTripped: z.strictObject({ module: moduleNameSchema, tally: z.string().max(128) }),
});

/** The tally's name begins with the module that keeps it: `accounts/supply/KDG`. */
export function tripBreaker(state: State, tally: string): void {
  const module = tally.split("/")[0] ?? tally;
  breakers.put(state, module, { height: state.height, tally: tally.slice(0, 128) });
  state.emit(breakerEvents.breakerTripped({ module, tally: tally.slice(0, 128) }));
}

export function isBreakerTripped(state: StateReader, module: string): boolean {
  return breakers.has(state, module);
}

export function requireBreakerClosed(state: StateReader, module: string): void {
  if (isBreakerTripped(state, module)) throw refusals.breakerTripped({ module });
}

export function resetBreaker(state: State, module: string): void {
  breakers.delete(state, module);
}
