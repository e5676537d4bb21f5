// Refusals of the module `basket`: numbers 450 to 499.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("basket", {
  unknownComponent: refusal<{ component: string }>(450, "unknown", "The basket knows no component of this name."),
  componentExists: refusal<{ component: string }>(451, "conflict", "A component of this name is known already."),
  repeatedComponent: refusal<{ component: string }>(452, "invalid", "A list of weights names a component once."),
  componentLeftOut: refusal<{ component: string }>(
    453,
    "invalid",
    "The weights name every component that the basket has; a weight of 0 removes one.",
  ),
  weightsNotWhole: refusal<{ sumBp: number }>(454, "invalid", "The weights sum to 10,000 basis points."),
  stepTooLarge: refusal<{ component: string; stepBp: bigint; mostBp: bigint }>(
    455,
    "limit",
    "The share of a component would change by more than one step may.",
  ),
  tooSoon: refusal<{ earliestMs: number }>(456, "conflict", "The last reweighting is too recent."),
  historyTooShort: refusal<{ component: string; historyMs: number; leastMs: bigint }>(
    457,
    "conflict",
    "The price history of a component is too short for an average.",
  ),
  valueUnsound: refusal<{ status: string }>(458, "conflict", "The value of the basket is not fit for this use now."),
  unknownReweight: refusal<{ number: number }>(459, "unknown", "There is no reweighting of this number."),
});
