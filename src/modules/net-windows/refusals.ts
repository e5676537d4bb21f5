// Refusals of the module `net-windows`: numbers 1310 to 1349.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("net-windows", {
  notIssuer: refusal<{ currency: string }>(1310, "unauthorised", "Only a currency's issuer opens schemes in it."),
  pauseTooLong: refusal<{ windowMs: number }>(
    1311,
    "invalid",
    "The pause before settlement is longer than a window, so that two would wait at once.",
  ),
  tooManySchemes: refusal<{ most: number }>(1312, "limit", "The currency has as many schemes as it may have."),
  unknownScheme: refusal<{ scheme: number }>(1313, "unknown", "There is no scheme of this number."),
  schemeEnded: refusal<{ scheme: number }>(1314, "conflict", "The scheme was closed, and its last member has left."),
  schemeClosing: refusal<{ scheme: number }>(1315, "conflict", "The scheme is being closed and takes nothing new."),
  notOperator: refusal<{ scheme: number }>(1316, "unauthorised", "Only the scheme's operator may do this."),
  schemeFull: refusal<{ most: number }>(1317, "limit", "The scheme has as many members as it may have."),
  memberKnown: refusal<{ account: string }>(1318, "conflict", "The account is a member already, or is invited."),
  unknownMember: refusal<{ account: string }>(1319, "unknown", "The account is no member of the scheme."),
  notInvited: refusal<{ scheme: number }>(1320, "conflict", "The account has joined already."),
  notActive: refusal<{ account: string; status: string }>(
    1321,
    "conflict",
    "The member has not joined yet, is leaving, or is suspended.",
  ),
  alreadyJoined: refusal<{ account: string }>(1322, "conflict", "The member has joined, and only leaves by itself."),
  samePayee: refusal(1323, "invalid", "Nobody pays itself."),
  capExceeded: refusal<{ left: bigint }>(
    1324,
    "limit",
    "The payment goes beyond what is left of the payer's debit cap.",
  ),
  coverExceeded: refusal<{ lacking: bigint }>(
    1325,
    "limit",
    "Debits beyond collateral would be more than the other members agreed to bear.",
  ),
  capBelowDebit: refusal<{ debit: bigint }>(1326, "conflict", "The member's debit is larger than the new cap."),
  collateralTooSmall: refusal<{ collateral: bigint }>(1327, "conflict", "The member has no so much collateral."),
  positionsOpen: refusal<{ scheme: number }>(
    1328,
    "conflict",
    "The member has positions that are not settled, or others' debits need its share.",
  ),
  windowFull: refusal<{ left: bigint }>(1329, "limit", "The window's payments would be more than an amount can say."),
  noDebt: refusal<{ account: string }>(1330, "unknown", "The member owes nothing in this scheme."),
  debtSmaller: refusal<{ debt: bigint }>(1331, "invalid", "The member owes less."),
  noClaim: refusal<{ debtor: string }>(1332, "unauthorised", "The debtor owes the sender nothing in this scheme."),
  debtOpen: refusal<{ debt: bigint }>(1333, "conflict", "The member owes those who bore its losses."),
  schemeOpen: refusal<{ scheme: number }>(1335, "conflict", "Members leave an open scheme only by themselves."),
  unknownWindow: refusal<{ scheme: number; window: number }>(
    1334,
    "unknown",
    "The scheme has no window of this number, or keeps it no longer.",
  ),
});
