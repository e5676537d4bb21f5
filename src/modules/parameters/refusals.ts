// Refusals of the module `parameters`: numbers 250 to 299.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("parameters", {
  unknownParameter: refusal<{ parameter: string }>(250, "unknown", "No module in force has this parameter."),
  valueOutOfRange: refusal<{ parameter: string; least: bigint; most: bigint }>(
    251,
    "invalid",
    "The value lies outside the parameter's range.",
  ),
  noticeTooShort: refusal<{ earliest: number }>(
    252,
    "invalid",
    "The change would take effect before its notice has passed.",
  ),
  nothingPending: refusal<{ parameter: string }>(253, "conflict", "No change of this parameter is pending."),
  breakerNotTripped: refusal<{ module: string }>(254, "conflict", "The breaker of this module is not tripped."),
  versionNotNewer: refusal<{ module: string; version: number }>(
    255,
    "conflict",
    "The chain already runs this version of the module, or a later one.",
  ),
  tooManyModules: refusal<{ most: number }>(
    256,
    "limit",
    "The chain has as many modules, in force and planned, as it may.",
  ),
  ownedByCouncil: refusal<{ parameter: string; council: string }>(
    258,
    "unauthorised",
    "A council changes this parameter by a proposal that it passes.",
  ),
  ownedByOthers: refusal<{ parameter: string; owner: string }>(
    259,
    "unauthorised",
    "The parameter is not this council's to change.",
  ),
  nothingPlanned: refusal<{ module: string }>(257, "conflict", "No version of this module is planned."),
});
