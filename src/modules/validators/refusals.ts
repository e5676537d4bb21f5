// Refusals of the module `validators`: numbers 700 to 749.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("validators", {
  unknownValidator: refusal<{ validator: string }>(700, "unknown", "There is no validator with this address."),
  keyUnsound: refusal(701, "invalid", "The key is not an Ed25519 key whose signatures prove anything."),
  keyUsed: refusal<{ validator: string }>(
    702,
    "conflict",
    "The key belongs to a validator, or once did: whoever comes back brings a new one.",
  ),
  validatorsFull: refusal<{ most: number }>(703, "limit", "The network has as many validators as it may."),
  powerTooHigh: refusal<{ most: bigint }>(704, "limit", "All validators together would have too much power."),
  powerUnchanged: refusal<{ validator: string }>(705, "conflict", "The validator has this power already."),
  noticeTooShort: refusal<{ earliest: number }>(
    706,
    "invalid",
    "The change would take effect before its notice has passed.",
  ),
  changePlanned: refusal<{ validator: string; fromHeight: number }>(
    707,
    "conflict",
    "Another change of this validator is planned: let it take effect, or cancel it.",
  ),
  nothingPlanned: refusal<{ validator: string }>(708, "conflict", "No change of this validator is planned."),
  validatorGone: refusal<{ validator: string }>(709, "conflict", "The validator was removed, or signed twice."),
  notSuspended: refusal<{ validator: string }>(710, "conflict", "The validator is not suspended."),
  lastValidator: refusal<{ validator: string }>(711, "conflict", "Nobody else signs blocks: the last one stays."),
});
