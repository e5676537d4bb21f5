// Refusals of the module `indicators`: numbers 1030 to 1059.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("indicators", {
  unknownComponent: refusal<{ component: string }>(1030, "unknown", "The basket knows no component of this name."),
  figureUnclear: refusal(1031, "invalid", "A figure is either a value or a typed unknown."),
  outOfBounds: refusal<{ least: bigint; most: bigint }>(
    1032,
    "invalid",
    "A value, or a bound of an unknown one, lies outside of what it can be.",
  ),
  documentMissing: refusal(1033, "invalid", "A value names the hash of the document that it comes from."),
  repeatedCountry: refusal<{ country: string }>(1034, "invalid", "A list of shares names a country once."),
  sharesTooLarge: refusal<{ sumPpm: bigint }>(1035, "invalid", "Shares sum to at most the whole."),
  periodNotOver: refusal<{ period: string }>(1036, "conflict", "A figure is of a period that is over."),
  periodOlder: refusal<{ period: string; inForce: string }>(
    1037,
    "conflict",
    "The record in force is of a later period.",
  ),
  unknownRecord: refusal<{ number: number }>(1038, "unknown", "There is no record of this number."),
});
