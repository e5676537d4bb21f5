// Refusals of the module `value-support`: numbers 950 to 999.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

type LoadNamed = { load: string };
type DayNamed = LoadNamed & { dayMs: number };

export const refusals = defineRefusals("value-support", {
  unknownProof: refusal<{ proof: number }>(950, "unknown", "There is no proof of this number."),
  unknownDay: refusal<DayNamed>(951, "unknown", "No proof is made of this day of the load."),
  notALoad: refusal<LoadNamed>(952, "invalid", "The device is no load."),
  notLoadHolder: refusal<LoadNamed>(953, "unauthorised", "Only the holder of the load may prove its energy."),
  noSite: refusal<LoadNamed>(954, "conflict", "No certified data centre is linked to the load."),
  dayMisaligned: refusal<{ fromMs: number }>(955, "invalid", "The period does not begin with a day, in UTC."),
  dayNotMatched: refusal<DayNamed>(
    956,
    "conflict",
    "The day is not matched yet: it has not closed, or its turn is to come.",
  ),
  dayProved: refusal<DayNamed & { proof: number }>(957, "conflict", "Another proof is made of this day already."),
  roomTooSmall: refusal<{ provedWh: bigint; roomMicroKdg: bigint; leastMicroKdg: bigint }>(
    958,
    "limit",
    "The period opens less room than a proof must.",
  ),
  notProver: refusal<{ proof: number }>(959, "unauthorised", "Only the prover may claim the fees of a proof."),
  nothingToClaim: refusal<{ proof: number }>(960, "conflict", "There is nothing to claim for this proof now."),
  unitBeyondRoom: refusal<{ roomMicroKdg: bigint }>(
    961,
    "unknown",
    "The unit lies beyond the room: no proof supports it.",
  ),
  supportsNothing: refusal<{ device: string; certificateId: number }>(
    962,
    "unknown",
    "The certificate is not claimed, or no proof in force is made of it.",
  ),
});
