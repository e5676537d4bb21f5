// Refusals of the module `reserve-auctions`: numbers 1090 to 1119.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("reserve-auctions", {
  unknownAuction: refusal<{ auction: number }>(1090, "unknown", "There is no auction of this number."),
  unknownBid: refusal<{ auction: number }>(1091, "unknown", "The auction has no such bid or offer."),
  pricesUnsound: refusal<{ metal: string }>(
    1092,
    "conflict",
    "The reserve does not know the metal, or a price of the basket or of a metal held is not sound.",
  ),
  metalUnfit: refusal<{ metal: string }>(
    1093,
    "conflict",
    "A metal with a slow price is not traded, and one that the basket has not is not bought.",
  ),
  gapElsewhere: refusal<{ metal: string; side: string; advice: string }>(
    1094,
    "conflict",
    "The trade would move the metal's share away from its target, or the share is within its band and the sender not the issuer.",
  ),
  programmeTooLarge: refusal<{ weightMg: bigint; distanceMg: bigint }>(
    1095,
    "limit",
    "That is more than would bring the share to its target, or than one auction may trade.",
  ),
  coverageUnfit: refusal<{ zone: string }>(
    1096,
    "conflict",
    "The reserve sells nothing while coverage is red, and buys only while it is green.",
  ),
  auctionLive: refusal<{ metal: string; auction: number }>(
    1097,
    "conflict",
    "An auction of this metal is not settled yet.",
  ),
  lotUnfit: refusal<{ certificateId: number }>(
    1098,
    "conflict",
    "A certificate is named twice, is of another metal, is not attested, or is not the reserve's.",
  ),
  otherSide: refusal<{ auction: number; side: string }>(
    1099,
    "invalid",
    "Bids are for metal that the reserve sells, offers for metal that it buys.",
  ),
  commitClosed: refusal<{ auction: number; closedMs: number }>(
    1100,
    "conflict",
    "The auction takes no more sealed bids or offers.",
  ),
  alreadyCommitted: refusal<{ auction: number; bid: number }>(
    1101,
    "conflict",
    "The account has a bid or an offer in this auction.",
  ),
  tooManyBids: refusal<{ most: number }>(1102, "limit", "The auction has as many bids or offers as it may."),
  lockTooSmall: refusal<{ leastMicroKdg: bigint }>(1103, "invalid", "A bid locks at least so much."),
  otherMetal: refusal<{ certificateId: number; metal: string }>(
    1104,
    "invalid",
    "The auction is of another metal than the certificate.",
  ),
  revealClosed: refusal<{ auction: number; opensMs: number; closesMs: number }>(
    1105,
    "conflict",
    "Bids and offers are opened between these moments.",
  ),
  alreadyRevealed: refusal<{ auction: number; bid: number }>(1106, "conflict", "It was opened before."),
  commitmentWrong: refusal<{ auction: number; bid: number }>(
    1107,
    "invalid",
    "The sealed hash is of another price, weight or salt.",
  ),
  lockShort: refusal<{ lockedMicroKdg: bigint; neededMicroKdg: bigint }>(
    1108,
    "invalid",
    "The bid could cost more than it has locked.",
  ),
});
