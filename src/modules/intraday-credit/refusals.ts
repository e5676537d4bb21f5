// Refusals of the module `intraday-credit`: numbers 1350 to 1389.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("intraday-credit", {
  notCentralBank: refusal<{ currency: string }>(1350, "unauthorised", "Only a currency's issuer lends it by the day."),
  currencyUnfit: refusal<{ currency: string }>(
    1351,
    "invalid",
    "The ledger itself issues the currency, and lends none.",
  ),
  bankUnfit: refusal<{ bank: string }>(1352, "invalid", "A central bank needs no line of its own."),
  collateralUnfit: refusal<{ currency: string }>(
    1353,
    "invalid",
    "Collateral is money of another currency than the lent one.",
  ),
  expiryWrong: refusal<{ latestMs: number }>(1354, "invalid", "The line would have expired already, or last too long."),
  limitBelowDrawn: refusal<{ drawn: bigint }>(1355, "conflict", "The bank has drawn more than that."),
  tooManyLines: refusal<{ most: number }>(1356, "limit", "As many lines are granted in the currency as may be."),
  unknownLine: refusal<{ currency: string; bank: string }>(1357, "unknown", "The bank has no line in the currency."),
  lineEnded: refusal<{ currency: string }>(1358, "conflict", "The line was ended, or a draw on it not repaid in time."),
  lineExpired: refusal<{ expiresMs: number; blockTimeMs: number }>(1359, "conflict", "The line has expired."),
  debtOverdue: refusal<{ draw: number }>(1360, "conflict", "A draw is overdue: nothing is lent before it is repaid."),
  limitExceeded: refusal<{ left: bigint }>(1361, "limit", "The draw goes beyond what is left of the limit."),
  tooManyDraws: refusal<{ most: number }>(
    1362,
    "limit",
    "As many draws of the bank are open in the currency as may be.",
  ),
  tooManyDebtors: refusal<{ most: number }>(1363, "limit", "As many banks owe as may at once."),
  priceUnsound: refusal<{ lent: string; held: string }>(
    1364,
    "conflict",
    "There is no sound price at which the collateral could be measured.",
  ),
  nothingOwed: refusal<{ currency: string }>(1365, "conflict", "Nothing is owed in the currency."),
  nothingToDraw: refusal<{ currency: string }>(
    1366,
    "conflict",
    "No line of the bank is there for what it lets be drawn.",
  ),
  nothingSet: refusal<{ currency: string }>(1367, "conflict", "Nothing may be drawn for the bank, before or after."),
});
