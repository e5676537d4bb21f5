// Refusals of the module `bank-gateway`: numbers 1520 to 1559.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

type OfRequest = { request: number };

export const refusals = defineRefusals("bank-gateway", {
  notCentralBank: refusal<{ currency: string }>(1520, "unauthorised", "Only a currency's issuer controls its channel."),
  notAgent: refusal<{ currency: string }>(1521, "unauthorised", "Only the channel's reserve agent attests."),
  channelKnown: refusal<{ currency: string }>(1522, "conflict", "The currency has a channel already."),
  unknownChannel: refusal<{ currency: string }>(1523, "unknown", "The currency has no channel."),
  termsUnsound: refusal(
    1524,
    "invalid",
    "Classes stand in the order of their names, each once, and none that there is may be left out.",
  ),
  channelPaused: refusal<{ reference: string }>(1525, "conflict", "The channel is paused."),
  channelNotPaused: refusal<{ currency: string }>(1526, "conflict", "The channel is not paused."),
  notBank: refusal<{ currency: string }>(1527, "unauthorised", "The account is no bank of the currency's zone."),
  tooManyRequests: refusal<{ most: number }>(1528, "limit", "The bank has as many requests open as it may."),
  amountTooLarge: refusal<{ most: bigint }>(1529, "limit", "No request so large would ever pass the throttle."),
  throttled: refusal<{ passesMs: number }>(1530, "limit", "The throttle lets the amount pass later, at the soonest."),
  reservesShort: refusal<{ left: bigint }>(1531, "conflict", "The channel has no reserves for so much."),
  queueFull: refusal<{ most: number }>(1532, "limit", "As many redemptions wait for the throttle as may."),
  unknownRequest: refusal<OfRequest>(1533, "unknown", "The channel has no request of this number."),
  requestEnded: refusal<OfRequest>(1534, "conflict", "The request has been settled, rejected, or has expired."),
  requestExpired: refusal<OfRequest & { expiresMs: number }>(1535, "conflict", "The request has expired."),
  requestUnfit: refusal<OfRequest & { status: string }>(
    1536,
    "conflict",
    "The request is of the other kind, or at another stage.",
  ),
  referenceUsed: refusal<{ request: number }>(1537, "conflict", "The reference was used for another request."),
  referenceOther: refusal<{ reference: string }>(1538, "invalid", "The bank named another transfer of reserves."),
  unknownClass: refusal<{ className: string }>(1539, "unknown", "The channel has no class of this name."),
  customerIsBank: refusal<{ currency: string }>(1540, "conflict", "A bank of the zone is nobody's customer."),
  offerKnown: refusal<{ currency: string }>(1541, "conflict", "The bank has offered it already."),
  unknownOffer: refusal<{ currency: string }>(1542, "unknown", "The bank has made no such offer."),
  alreadyLinked: refusal<{ currency: string }>(1543, "conflict", "The customer has a bank in this currency."),
  unknownLink: refusal<{ currency: string }>(1544, "unknown", "The account is no bank's customer in this currency."),
  tooManyCustomers: refusal<{ most: number }>(1545, "limit", "The bank has as many customers as it may."),
  notParty: refusal<{ currency: string }>(1546, "unauthorised", "Only the bank and its customer may."),
  ownPayee: refusal(1550, "invalid", "Who pays itself only takes its bank's money."),
  pledgesShort: refusal<{ left: bigint }>(
    1549,
    "conflict",
    "Who is no bank any more redeems what is left of its own pledges, and no more.",
  ),
  pullExceeded: refusal<{ left: bigint }>(1548, "limit", "The bank lets payments of a day pull no more."),
});
