// Refusals of the module `netting`: numbers 1120 to 1159.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("netting", {
  payeeIsPayer: refusal(1120, "invalid", "The payee of a leg is its payer."),
  expiryPassed: refusal<{ expiresMs: number; blockTimeMs: number }>(1121, "conflict", "It would have expired already."),
  expiryTooLate: refusal<{ latestMs: number }>(1122, "invalid", "It would wait too long."),
  amountAboveSupply: refusal<{ currency: string; supply: bigint }>(
    1123,
    "conflict",
    "There is less of the currency than that.",
  ),
  tooManyItems: refusal<{ most: number }>(
    1124,
    "limit",
    "As many legs wait as may, or half as many and the sender is no bank or issuer.",
  ),
  queueFull: refusal<{ account: string; currency: string; most: number }>(
    1125,
    "limit",
    "As many items of this payer wait in the currency as may.",
  ),
  queuedTooMuch: refusal<{ currency: string }>(
    1126,
    "limit",
    "More would wait in the currency than an amount can hold.",
  ),
  unknownItem: refusal<{ item: number }>(1127, "unknown", "There is no item of this number."),
  itemClosed: refusal<{ item: number }>(1128, "conflict", "The item was settled, cancelled or expired already."),
  notPayer: refusal<{ account: string }>(1129, "unauthorised", "Only those who pay a leg of it may do this."),
  priorityUnchanged: refusal<{ item: number }>(1130, "conflict", "The item has this priority already."),
  priorityAgreed: refusal<{ item: number }>(
    1131,
    "conflict",
    "A bundle of several payers keeps the priority that all of them have confirmed.",
  ),
  unknownBundle: refusal<{ bundle: string }>(1132, "unknown", "No bundle of these terms waits for its payers."),
  bundleOpen: refusal<{ bundle: string }>(1133, "conflict", "A bundle of the same terms waits for its payers already."),
  alreadyConfirmed: refusal<{ bundle: string }>(1134, "conflict", "The payer has confirmed the bundle already."),
  tooManyProposals: refusal<{ most: number }>(1135, "limit", "As many proposals of the account wait as may."),
  counterpartyIsPayer: refusal(1136, "invalid", "A limit is for another account than its owner's."),
  tooManyLimits: refusal<{ most: number }>(1137, "limit", "The account has as many bilateral limits as it may."),
  dayNotKept: refusal<{ oldestMs: number; newestMs: number }>(
    1139,
    "unknown",
    "No figures of this day are kept, or it is not the beginning of a day.",
  ),
  unknownLimit: refusal<{ currency: string }>(1138, "unknown", "The account has set no such limit."),
  tooManyOwnItems: refusal<{ account: string; most: number }>(
    1140,
    "limit",
    "As many legs of the account's items and proposals wait as may of one account.",
  ),
});
