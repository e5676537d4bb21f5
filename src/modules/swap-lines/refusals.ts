// Refusals of the module `swap-lines`: numbers 1270 to 1309.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("swap-lines", {
  notCentralBank: refusal<{ currency: string }>(1270, "unauthorised", "Only a currency's issuer offers lines in it."),
  currencyUnfit: refusal<{ currency: string }>(
    1271,
    "invalid",
    "The ledger itself issues the currency, so nobody could accept the line.",
  ),
  sameCentralBank: refusal(1272, "invalid", "A line joins two central banks."),
  pairTaken: refusal<{ line: number }>(1273, "conflict", "There is a line between both currencies already."),
  termsUnsound: refusal(
    1274,
    "invalid",
    "Tenors are 1, 7, 30, 90 and 365 days, in rising order; so are the steps of the ladder.",
  ),
  expiryWrong: refusal<{ latestMs: number }>(1275, "invalid", "The line would have expired already, or last too long."),
  unknownLine: refusal<{ line: number }>(1276, "unknown", "There is no line of this number."),
  lineEnded: refusal<{ line: number }>(1277, "conflict", "The line was closed, or never accepted."),
  notParty: refusal<{ line: number }>(1278, "unauthorised", "Only the two central banks of a line use it or close it."),
  notCounterparty: refusal<{ line: number }>(
    1279,
    "unauthorised",
    "Only the central bank to which a line was proposed accepts it.",
  ),
  lineAgreed: refusal<{ line: number }>(1280, "conflict", "The line is agreed already."),
  lineNotOpen: refusal<{ line: number }>(1281, "conflict", "The line is not agreed yet, or is being closed."),
  lineExpired: refusal<{ expiresMs: number; blockTimeMs: number }>(1282, "conflict", "The line has expired."),
  lineClosing: refusal<{ line: number }>(1283, "conflict", "The line closes already, with its last draw."),
  tenorNotAgreed: refusal<{ tenorDays: number }>(1284, "invalid", "The line has no such tenor."),
  tenorBeyondExpiry: refusal<{ expiresMs: number }>(1285, "invalid", "The draw would fall due after the line expires."),
  drawsBlocked: refusal<{ defaults: number }>(1286, "conflict", "The central bank has defaulted on this line."),
  drawsFrozen: refusal<{ lateCalls: number }>(
    1287,
    "conflict",
    "The central bank has not answered a margin call on this line in time.",
  ),
  tooManyDraws: refusal<{ most: number }>(1288, "limit", "The line has as many open draws as it may have."),
  limitExceeded: refusal<{ left: bigint }>(1289, "limit", "The draw goes beyond what is left of the limit."),
  feedUnfit: refusal<{ currency: string }>(
    1290,
    "conflict",
    "The feed named after the currency does not price whole units of it.",
  ),
  unknownDraw: refusal<{ line: number; draw: number }>(1291, "unknown", "The line has no draw of this number."),
  drawClosed: refusal<{ line: number; draw: number }>(
    1292,
    "conflict",
    "The draw was repaid, or its collateral seized.",
  ),
  notDrawer: refusal<{ line: number; draw: number }>(
    1293,
    "unauthorised",
    "Only who drew repays, rolls over and answers.",
  ),
  rolloverTooEarly: refusal<{ fromMs: number }>(
    1294,
    "conflict",
    "A draw is rolled over in the last day of its tenor.",
  ),
  rolloverTooLate: refusal<{ dueMs: number }>(1295, "conflict", "The draw has fallen due: it can only be repaid."),
  rolloversExhausted: refusal<{ most: number }>(1296, "limit", "The draw was rolled over as often as the line allows."),
  noMarginCall: refusal<{ line: number; draw: number }>(1297, "conflict", "No margin call is open for the draw."),
});
