// Refusals of the module `settlement`: numbers 600 to 699.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("settlement", {
  payeeIsPayer: refusal(600, "invalid", "The payee is the payer."),
  unknownLock: refusal<{ lock: number }>(601, "unknown", "No lock with this number is open."),
  lockClosed: refusal<{ lock: number }>(602, "conflict", "The lock was fulfilled, cancelled or expired already."),
  expiryPassed: refusal<{ expiresMs: number; blockTimeMs: number }>(
    603,
    "invalid",
    "The lock would have expired already.",
  ),
  expiryTooLate: refusal<{ latestMs: number }>(604, "invalid", "The lock would last too long."),
  notFulfiller: refusal<{ fulfiller: string }>(
    605,
    "unauthorised",
    "Only the fulfiller may fulfil the lock, or the payee if none is named.",
  ),
  expiryReached: refusal<{ expiresMs: number; blockTimeMs: number }>(
    606,
    "conflict",
    "The lock has expired; the money goes back.",
  ),
  preimageMissing: refusal(607, "invalid", "The lock has a condition, so its preimage must be shown."),
  preimageWrong: refusal(608, "invalid", "The SHA-256 of the preimage is not the lock's condition."),
  preimageNotAsked: refusal(609, "invalid", "The lock has no condition, so no preimage belongs to it."),
  notPartyToLock: refusal(610, "unauthorised", "Only the payee may cancel the lock, or the payer once it has expired."),
  lockBinding: refusal<{ expiresMs: number }>(611, "conflict", "The payer is bound by the lock until it expires."),
});
