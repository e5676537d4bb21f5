// Refusals of the module `fx`: numbers 1200 to 1239.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("fx", {
  pairUnordered: refusal<{ base: string; quote: string }>(
    1200,
    "invalid",
    "A pair is two currencies in the order of their codes.",
  ),
  tiersUnsound: refusal(1201, "invalid", "Tiers rise by amount, and none bids more than it asks."),
  validityWrong: refusal<{ latestMs: number }>(
    1202,
    "invalid",
    "A rate is valid until a time to come, within the longest allowed.",
  ),
  outsideBand: refusal<{ lowNano: bigint; highNano: bigint }>(
    1203,
    "conflict",
    "The rate lies outside of the band around the oracle's prices.",
  ),
  marketFull: refusal<{ most: number }>(1204, "limit", "The pair has as many providers with valid rates as it may."),
  unknownRate: refusal<{ base: string; quote: string }>(
    1205,
    "unknown",
    "There is no rate of this provider for the pair.",
  ),
  sameCurrency: refusal(1206, "invalid", "An exchange is between two currencies."),
  noRate: refusal<{ source: string; destination: string }>(
    1207,
    "unknown",
    "No provider of the corridor has a valid rate for this amount, directly or by a currency between.",
  ),
  liquidityShort: refusal<{ source: string; destination: string }>(
    1208,
    "conflict",
    "Providers have rates for this amount, but none of them has the money to deliver it now.",
  ),
  deliversNothing: refusal(1209, "invalid", "So little rounds to nothing on the way: the payee would get nothing."),
  worseThanAsked: refusal<{ amount: bigint }>(
    1210,
    "conflict",
    "The best quote is worse than the limit that came with the request.",
  ),
  tooManyQuotes: refusal<{ most: number }>(
    1211,
    "limit",
    "The account has taken as many quotes as it may hold at once.",
  ),
  unknownQuote: refusal<{ quote: number }>(1212, "unknown", "There is no quote of this number."),
  quoteClosed: refusal<{ quote: number }>(1213, "conflict", "The quote was executed, given up, or has expired."),
  notTaker: refusal<{ quote: number }>(1214, "unauthorised", "Only who took a quote may execute it or give it up."),
  quoteExpired: refusal<{ expiresMs: number; blockTimeMs: number }>(1215, "conflict", "The quote has expired."),
  quoteBound: refusal<{ quote: number }>(1216, "conflict", "The quote is bound to a payment, which decides about it."),
  feeHigherThanAsked: refusal<{ fee: bigint }>(
    1217,
    "conflict",
    "The corridor takes more than the limit that came with the execution.",
  ),
});
