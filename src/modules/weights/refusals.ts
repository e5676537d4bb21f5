// Refusals of the module `weights`: numbers 1240 to 1269.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("weights", {
  unknownComponent: refusal<{ component: string }>(1240, "unknown", "The basket knows no component of this name."),
  componentRepeated: refusal<{ component: string }>(1241, "invalid", "A policy or a group names a component once."),
  componentLeftOut: refusal<{ component: string }>(
    1242,
    "invalid",
    "A policy names every component that the basket has or is to have; a most of 0 makes one leave.",
  ),
  basesNotWhole: refusal<{ sumPpm: bigint }>(1243, "invalid", "The base weights sum to 1,000,000."),
  boundsCrossed: refusal<{ component: string }>(1244, "invalid", "The least weight is above the most."),
  groupRepeated: refusal<{ group: string }>(1245, "invalid", "Each group has a name of its own."),
  groupUnknown: refusal<{ group: string; component: string }>(
    1246,
    "invalid",
    "A group is made of components of the policy.",
  ),
  limitsCannotHold: refusal<{ binding: string }>(
    1247,
    "invalid",
    "These bounds and groups cannot hold together, or groups overlap while neither holds the other.",
  ),
  unknownPolicy: refusal<{ number: number }>(1249, "unknown", "There is no policy of this number."),
  unknownObservation: refusal<{ number: number }>(
    1250,
    "unknown",
    "There is no observation of this number, or not any more.",
  ),
  unknownRebalance: refusal<{ number: number }>(1251, "unknown", "There is no rebalance of this number."),
  forecastMalformed: refusal(1253, "invalid", "Each tree of a forecast's model has one leaf more than splits."),
  forecastExists: refusal<{ modelHash: string }>(1254, "conflict", "A forecast's model of this hash is there already."),
  unknownForecast: refusal<{ modelHash: string }>(1255, "unknown", "There is no forecast's model of this hash."),
  policyMissing: refusal(1252, "conflict", "There is no policy yet."),
});
