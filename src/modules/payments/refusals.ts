// Refusals of the module `payments`: numbers 1470 to 1519.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("payments", {
  uetrTaken: refusal<{ uetr: string }>(
    1470,
    "conflict",
    "Another payment, or the same with other terms, has this UETR.",
  ),
  unknownPayment: refusal<{ uetr: string }>(1471, "unknown", "There is no payment with this UETR, or none any more."),
  notPayer: refusal(1472, "unauthorised", "Only the payer of the payment may do this."),
  notPayee: refusal(1473, "unauthorised", "Only the payee of the payment may do this."),
  paymentClosed: refusal<{ state: string }>(1474, "conflict", "The payment is decided: settled, or void for all legs."),
  expiryPassed: refusal<{ expiresMs: number; blockTimeMs: number }>(1475, "invalid", "The expiry lies in the past."),
  expiryTooLate: refusal<{ latestMs: number }>(1476, "invalid", "A payment may not wait so long."),
  expiryAfterQuote: refusal<{ latestMs: number }>(
    1477,
    "invalid",
    "A payment may not outlive the quote that it is made of.",
  ),
  quoteDiffers: refusal<{ quote: number }>(
    1478,
    "conflict",
    "The quote was taken for another corridor, payee, kind or purpose.",
  ),
  attestationMissing: refusal<{ kind: string }>(1479, "conflict", "The corridor asks for an attestation of this kind."),
  tooManyOpen: refusal<{ most: number }>(1480, "limit", "The payer has as many open payments as it may."),
  tooManyRows: refusal<{ most: number }>(1481, "limit", "As many payments of the payer are kept as may be."),
  ledgerFull: refusal<{ most: number }>(1482, "limit", "As many payments are kept on the ledger as may be."),
  expiryReached: refusal<{ expiresMs: number; blockTimeMs: number }>(1483, "conflict", "The payment has expired."),
  alreadyPended: refusal<{ state: string }>(1484, "conflict", "The payee has said this already, or something later."),
  payeeDeciding: refusal(1485, "conflict", "The payee has taken the payment up: it alone decides until the expiry."),
  notSettled: refusal<{ state: string }>(1486, "conflict", "Only a settled payment is recalled or returned."),
  recallKnown: refusal(1487, "conflict", "A payment is recalled once."),
  noRecall: refusal(1488, "conflict", "Nobody has asked for this payment back."),
  recallAnswered: refusal<{ state: string }>(1489, "conflict", "The recall has had this answer, or a final one."),
  returnTooLarge: refusal<{ most: bigint }>(1490, "conflict", "No more is returned than was delivered, in sum."),
  tooManyReturns: refusal<{ most: number }>(1491, "limit", "A payment is returned in so many parts at most."),
  meansUnclear: refusal(1494, "invalid", "A payment is of money in one currency, or by a quote: one of both."),
  feeHigherThanAsked: refusal<{ fee: bigint }>(
    1495,
    "conflict",
    "The corridor takes more than the limit that came with the payment.",
  ),
  notMember: refusal<{ corridor: string }>(1492, "unauthorised", "Only members of the corridor may do this."),
  notOperator: refusal<{ corridor: string }>(1493, "unauthorised", "Only the operator of the corridor may do this."),
});
