// Refusals of the module `corridors`: numbers 1160 to 1199.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("corridors", {
  notCentralBank: refusal<{ currency: string }>(
    1160,
    "unauthorised",
    "Only the central bank of the currency decides about its zone.",
  ),
  notOperator: refusal<{ corridor: string }>(1161, "unauthorised", "Only the corridor's operator may do this."),
  zoneExists: refusal<{ currency: string }>(1162, "conflict", "The currency has a zone."),
  unknownZone: refusal<{ currency: string }>(1163, "unknown", "The currency has no zone."),
  calendarUnsound: refusal(
    1164,
    "invalid",
    "The hours do not open before they close, a day does not exist, or days are out of order or named twice.",
  ),
  zoneStopped: refusal<{ currency: string; reference: string }>(
    1165,
    "conflict",
    "The central bank has stopped its currency across borders.",
  ),
  zoneNotStopped: refusal<{ currency: string }>(
    1166,
    "conflict",
    "The zone is not stopped, or is about to resume already.",
  ),
  participantKnown: refusal<{ currency: string }>(1167, "conflict", "The zone has admitted this account."),
  unknownParticipant: refusal<{ currency: string; account: string }>(
    1168,
    "unknown",
    "The zone has not admitted this account.",
  ),
  notYetAdmitted: refusal<{ account: string; fromHeight: number }>(
    1169,
    "conflict",
    "The participant's admission takes effect at a later height.",
  ),
  homeElsewhere: refusal<{ home: string }>(1170, "conflict", "The bank is a resident of another zone."),
  homeMissing: refusal<{ account: string }>(1171, "conflict", "No zone has admitted the bank as its resident."),
  bicTaken: refusal<{ bic: string }>(1172, "conflict", "Another participant of the zone has this code."),
  leiUnsound: refusal(1173, "invalid", "The check digits of the legal entity identifier are wrong."),
  corridorExists: refusal<{ corridor: string }>(1174, "conflict", "There is a corridor of this name."),
  unknownCorridor: refusal<{ corridor: string }>(1175, "unknown", "There is no corridor of this name."),
  ruleBookUnsound: refusal<{ flaw: string }>(1176, "invalid", "The rule book contradicts itself."),
  noticeTooShort: refusal<{ earliest: number }>(
    1177,
    "invalid",
    "The rule book may take effect at this height at the earliest.",
  ),
  alreadyJoined: refusal<{ currency: string }>(1178, "conflict", "The zone has joined this corridor."),
  notJoined: refusal<{ currency: string }>(1179, "conflict", "The zone has not joined this corridor."),
  tooManyZones: refusal<{ most: number }>(1180, "limit", "The corridor has as many zones as it may."),
  currencyUnrated: refusal<{ currency: string }>(1181, "conflict", "The rule book has no rate for this currency."),
  memberKnown: refusal<{ account: string }>(1182, "conflict", "The corridor has admitted this bank."),
  notMember: refusal<{ account: string }>(1183, "conflict", "The corridor has not admitted this bank."),
  corridorClosed: refusal<{ corridor: string }>(1184, "conflict", "The corridor is closed."),
  customersNotAdmitted: refusal(1185, "conflict", "A corridor in its pilot takes payments between banks alone."),
  purposeNotPermitted: refusal<{ purpose: string }>(1186, "conflict", "The corridor does not permit this purpose."),
  sameZone: refusal<{ currency: string }>(1187, "invalid", "Payer and payee are at home in one zone."),
  zoneShut: refusal<{ currency: string; opensMs: number }>(1188, "conflict", "The zone is not open at this time."),
  cutOffPassed: refusal<{ currency: string; opensMs: number }>(
    1189,
    "conflict",
    "Customers' payments are taken until the zone's cut-off.",
  ),
  singleTooLarge: refusal<{ most: bigint }>(1190, "limit", "That is more than one payment may be."),
  capExceeded: refusal<{ kind: string; currency: string; window: string; measure: string; cap: bigint; after: bigint }>(
    1191,
    "limit",
    "The payment would take a counter beyond its cap.",
  ),
  flowStopped: refusal<{ kind: string; currency: string; window: string; measure: string; cap: bigint }>(
    1192,
    "limit",
    "The circuit breaker has tripped: a counter stands at the level `stop` until its window rolls on.",
  ),
  flowSlowed: refusal<{ kind: string; currency: string; window: string; measure: string; most: bigint }>(
    1193,
    "limit",
    "A counter stands at the level `slow`, and the payment takes too much of what its cap has left.",
  ),
  concentrationTooHigh: refusal<{ currency: string; shareBp: bigint; mostBp: bigint }>(
    1194,
    "limit",
    "One currency would have too large a share of the corridor's volume.",
  ),
  notResident: refusal<{ currency: string }>(1195, "conflict", "The zone has admitted the bank as one from abroad."),
  feeHigherThanAsked: refusal<{ fee: bigint }>(
    1196,
    "conflict",
    "The corridor takes more than the limit that came with the payment.",
  ),
});
