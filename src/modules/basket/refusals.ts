// Refusals of the module `basket`: numbers 450 to 499; 450, 452 to 457 were used once.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("basket", {
  componentExists: refusal<{ component: string }>(451, "conflict", "A component of this name is known already."),
  valueUnsound: refusal<{ status: string }>(458, "conflict", "The value of the basket is not fit for this use now."),
  unknownReweight: refusal<{ number: number }>(459, "unknown", "There is no reweighting of this number."),
});
