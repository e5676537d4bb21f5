// Payments across a corridor for tests: prepared in one currency or by a quote, and what a ledger holds of them.
import { read as accounts } from "#src/modules/accounts/access.ts";
import { payments } from "#src/modules/payments/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { createExchangeLedger, nano, publish, type Taken, taken, tier } from "./exchange.ts";
import type { Outcome, TestLedger } from "./ledger.ts";

/** Two providers of tenge for yuan, and ways by som. */
export function createPaymentLedger(parameters: Readonly<Record<string, bigint>> = {}): TestLedger {
  const overrides = Object.entries(parameters).map(([name, value]): [string, bigint] => [`payments.${name}`, value]);
  const ledger = createExchangeLedger([settlement, payments], Object.fromEntries(overrides));
  publish(ledger, "cny-bank-2", "CNY", "KZT", tier(69n * nano, 71n * nano));
  publish(ledger, "uzs-bank", "CNY", "KZT", tier((695n * nano) / 10n, (705n * nano) / 10n));
  return ledger;
}

/** Makes the way by som the better one: two exchanges. */
export function leadThroughSom(ledger: TestLedger): void {
  publish(ledger, "uzs-bank", "CNY", "UZS", tier(1_750n * nano, 1_760n * nano));
  publish(ledger, "cny-bank-2", "KZT", "UZS", tier((248n * nano) / 10n, (249n * nano) / 10n));
}

export const uetrOf = (number: number): Uint8Array => new Uint8Array(16).fill(number);
export const uetrText = (number: number): string => number.toString(16).padStart(2, "0").repeat(16);

/** 10,000 yuan for a customer of the bank in Kazakhstan, in yuan, for a minute. */
export function termsOf(ledger: TestLedger, number: number, change: object = {}) {
  const usual = {
    corridor: "silk-road",
    payee: ledger.account("kzt-bank"),
    kind: "customer",
    purpose: "GDDS",
    money: { currency: "CNY", amount: 1_000_000n },
    attestations: [],
    expiresMs: ledger.state.timeMs + 60_000,
  };
  return { uetr: uetrOf(number), ...usual, ...change };
}

export const prepare = (ledger: TestLedger, number: number, change: object = {}, actor = "cny-bank"): Outcome =>
  ledger.send(actor, "payments/preparePayment", termsOf(ledger, number, change));

/** Terms of a payment by a quote, in place of money in one currency. */
export const by = (quote: number) => ({ money: undefined, quote });

/** The same, delivered in tenge by the best quote. */
export function prepareByQuote(
  ledger: TestLedger,
  number: number,
  kind: "customer" | "interbank" = "customer",
): Taken & { outcome: Outcome } {
  const quote = taken(ledger, { kind });
  const outcome = prepare(ledger, number, { kind, ...by(quote.quote), expiresMs: quote.expiresMs });
  return { ...quote, outcome };
}

/** Something that a party says of a payment. */
export const say = (ledger: TestLedger, actor: string, message: string, number: number, more: object = {}): Outcome =>
  ledger.send(actor, `payments/${message}`, { uetr: uetrOf(number), ...more });

export const accept = (ledger: TestLedger, number: number): Outcome => say(ledger, "kzt-bank", "acceptPayment", number);

export const held = (ledger: TestLedger, alias: string, currency: string): bigint =>
  accounts.balance(ledger.state, currency, ledger.account(alias));
