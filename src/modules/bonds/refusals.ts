// Refusals of the module `bonds`: numbers 1000 to 1029.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("bonds", {
  unknownBond: refusal<{ bond: number }>(1000, "unknown", "There is no bond of this number."),
  notOwner: refusal<{ bond: number }>(1001, "unauthorised", "Only the owner of a bond may add to it."),
  stakeEmpty: refusal(1002, "invalid", "A stake names metal, or currency, or both."),
  currencyAnchored: refusal<{ currency: string }>(
    1003,
    "invalid",
    "KDG is not staked: money must not stand behind itself.",
  ),
  currencyUnpriced: refusal<{ currency: string }>(
    1004,
    "conflict",
    "No feed of the currency's own name prices one whole unit of it, or its price is stale.",
  ),
  currencyDiffers: refusal<{ currency: string }>(1005, "invalid", "The bond has another currency already."),
  tooManyCertificates: refusal<{ most: number }>(
    1006,
    "limit",
    "The bond would have more metal certificates than it may.",
  ),
  metalUnpriced: refusal<{ metal: string }>(
    1007,
    "conflict",
    "The metal has no fresh price: the basket never had it, or its feed is silent.",
  ),
});
