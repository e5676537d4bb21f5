// Refusals of the module `accounts`: numbers 150 to 249.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("accounts", {
  unknownAccount: refusal<{ account: string }>(150, "unknown", "No such account is open."),
  unknownCurrency: refusal<{ currency: string }>(151, "unknown", "No such currency is registered."),
  accountOpen: refusal<{ account: string }>(152, "conflict", "An account with this policy and salt is open already."),
  policyUnsound: refusal(153, "invalid", "The policy asks for more keys than it has, or names one twice."),
  guardiansUnsound: refusal(154, "invalid", "The guardians are fewer than their threshold, or one is named twice."),
  policyNotSatisfied: refusal<{ account: string }>(
    155,
    "unauthorised",
    "The signatures do not satisfy the actor's policy.",
  ),
  accountFrozen: refusal<{ account: string; reference: string }>(
    156,
    "conflict",
    "The account is frozen under a legal reference.",
  ),
  balanceFrozen: refusal<{ account: string; currency: string }>(
    157,
    "conflict",
    "The account's balance in this currency is frozen.",
  ),
  currencyPaused: refusal<{ currency: string; reference: string }>(
    158,
    "conflict",
    "Transfers of the currency are paused.",
  ),
  insufficientFunds: refusal<{ account: string; currency: string; available: bigint }>(
    159,
    "conflict",
    "The account holds less than that.",
  ),
  quotaExhausted: refusal<{ account: string; availableWork: number; passesInMs: number | undefined }>(
    160,
    "limit",
    "The account has used up its quota of work; it refills with time.",
  ),
  notCurrencyAuthority: refusal<{ currency: string }>(161, "unauthorised", "Only the currency's issuer may do this."),
  currencyKnown: refusal<{ currency: string }>(162, "conflict", "The currency is registered already."),
  supplyTooLarge: refusal<{ currency: string }>(163, "limit", "The supply would exceed what an amount can hold."),
  notFrozen: refusal<{ account: string }>(164, "conflict", "Nothing is frozen there."),
  alreadyFrozen: refusal<{ account: string }>(165, "conflict", "It is frozen already."),
  notPaused: refusal<{ currency: string }>(166, "conflict", "The currency is not paused."),
  ledgerAccount: refusal<{ account: string }>(
    167,
    "unauthorised",
    "An account of the ledger's own books cannot be used so.",
  ),
  notGuardian: refusal<{ account: string }>(168, "unauthorised", "The actor is not a guardian of the account."),
  noRecovery: refusal<{ account: string }>(169, "unknown", "No recovery of the account is under way."),
  recoveryNotDue: refusal<{ effectiveMs: number }>(
    170,
    "conflict",
    "The recovery lacks guardians, or its delay has not passed.",
  ),
  alreadySupported: refusal<{ account: string }>(171, "conflict", "The guardian supports this recovery already."),
  accountNotEmpty: refusal<{ currency: string }>(172, "conflict", "An account must hold nothing when it is closed."),
  issuerAccount: refusal<{ currency: string }>(173, "conflict", "The issuer of a currency cannot close its account."),
  tooManyCurrencies: refusal(174, "limit", "The ledger has as many currencies as it can."),
  expiryPassed: refusal<{ validUntilMs: number }>(
    175,
    "invalid",
    "The transaction to void has expired, or could not be valid yet.",
  ),
  sponsorshipExhausted: refusal<{ most: number }>(176, "limit", "The sponsor has opened as many accounts as it may."),
  accountTied: refusal<{ things: number }>(
    178,
    "conflict",
    "Certificates, devices, bonds, bids or locks of the account stand in its way: it holds them, or they wait for it.",
  ),
  alreadyDecided: refusal<{ transaction: string }>(177, "conflict", "A block holds the transaction to void already."),
});
