// Refusals of reading state: heights that are no longer kept, or too far back to rebuild.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("state", {
  heightNotKept: refusal<{ height: number; earliest: number; latest: number }>(
    20,
    "unknown",
    "The state at this height is not kept.",
  ),
  historyTooDeep: refusal<{ height: number; most: number }>(
    21,
    "limit",
    "Too many rows changed since this height to rebuild it here.",
  ),
});
