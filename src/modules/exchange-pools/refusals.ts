// Refusals of the module `exchange-pools`: numbers 1390 to 1429.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("exchange-pools", {
  currenciesUnordered: refusal(1390, "invalid", "A pool's currencies are different, and in the order of their codes."),
  currencyOutside: refusal<{ currency: string }>(1391, "conflict", "The currency has not joined the corridor."),
  feedUnfit: refusal<{ currency: string }>(
    1392,
    "conflict",
    "No feed named after the currency prices whole units of it.",
  ),
  poolKnown: refusal<{ pool: number }>(1393, "conflict", "The corridor has a pool of these currencies."),
  tooManyPools: refusal<{ most: number }>(1394, "limit", "The corridor has as many pools as it may."),
  unknownPool: refusal<{ pool: number }>(1395, "unknown", "There is no pool of this number."),
  poolClosed: refusal<{ pool: number }>(1396, "conflict", "The pool was closed."),
  poolNotEmpty: refusal<{ shares: bigint }>(1397, "conflict", "A pool is closed when nobody has a share in it."),
  currencyNotPooled: refusal<{ currency: string }>(1398, "invalid", "The pool has no such currency."),
  consentKnown: refusal<{ currency: string }>(1399, "conflict", "The central bank has said so already."),
  consentMissing: refusal<{ currency: string }>(
    1400,
    "conflict",
    "The currency's central bank does not consent to the pool: liquidity can only be removed.",
  ),
  currencyRepeated: refusal<{ currency: string }>(1401, "invalid", "A currency is named twice."),
  depositIncomplete: refusal<{ currency: string }>(
    1402,
    "invalid",
    "The first deposit of a pool has some of each of its currencies.",
  ),
  depositTooSmall: refusal<{ worthNano: bigint; leastNano: bigint }>(
    1403,
    "invalid",
    "The first deposit of a pool is worth too little.",
  ),
  addsNothing: refusal(1404, "invalid", "So little rounds to no share at all."),
  poolFull: refusal<{ most: bigint }>(1405, "limit", "The pool has as many shares as it may."),
  fewerThanAsked: refusal<{ shares: bigint }>(1406, "conflict", "The deposit comes to fewer shares than asked."),
  sharesShort: refusal<{ held: bigint }>(1407, "conflict", "The account has not so many shares of the pool."),
  lessThanAsked: refusal<{ currency: string; amount: bigint }>(
    1408,
    "conflict",
    "The shares come to less of a currency than asked.",
  ),
  sameCurrency: refusal(1409, "invalid", "An exchange is between two currencies."),
  poolShort: refusal<{ currency: string; amount: bigint }>(
    1410,
    "conflict",
    "The pool has not so much, or its curve asks for more than anybody can pay.",
  ),
  deliversNothing: refusal(1411, "invalid", "So little rounds to nothing: the payee would get nothing."),
  impactTooGreat: refusal<{ impactBp: number }>(
    1412,
    "conflict",
    "The payment is so large for the pool that it would move its own price too far.",
  ),
  outsideBand: refusal<{ bandBp: number }>(
    1413,
    "conflict",
    "The pool's price would leave the band around the oracle's.",
  ),
  priceVague: refusal<{ doubtPpm: bigint }>(
    1414,
    "conflict",
    "The oracle's range of the prices is wider than the pool's band.",
  ),
  feeHigherThanAsked: refusal<{ fee: bigint }>(
    1417,
    "conflict",
    "The corridor takes more than the limit that came with the payment.",
  ),
  worseThanAsked: refusal<{ amount: bigint }>(
    1415,
    "conflict",
    "The pool gives less, or asks for more, than the limit that came with the payment.",
  ),
  consentsGiven: refusal<{ pool: number }>(
    1416,
    "conflict",
    "All central banks consent to the pool: its owners remove liquidity themselves.",
  ),
});
