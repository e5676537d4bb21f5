// Channels for tests: China's, with a reserve agent, two banks, a person and a merchant.

import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { bankGateway } from "#src/modules/bank-gateway/module.ts";
import type { Terms } from "#src/modules/bank-gateway/schemas.ts";
import { corridors } from "#src/modules/corridors/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { createTestLedger, type Outcome, type TestLedger } from "./ledger.ts";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export const noBounds = { hour: {}, day: {} };
export const noThrottles = { bank: noBounds, all: noBounds };

/** Persons hold a thousand yuan, merchants nothing; no throttles. */
export const usualTerms: Terms = {
  classes: [
    { name: "merchant", limit: 0n },
    { name: "person", limit: 100_000n },
  ],
  supplyFloor: 0n,
  issue: noThrottles,
  redeem: noThrottles,
};

type Send = (ledger: TestLedger, change?: object, by?: string) => Outcome;

/** Sends a message of the module with what is usual, unless said otherwise. */
const sender =
  (name: string, usual: (ledger: TestLedger) => object, usualBy: string): Send =>
  (ledger, change = {}, by = usualBy) =>
    ledger.send(by, `bank-gateway/${name}`, { currency: "CNY", ...usual(ledger), ...change });

const nothing = () => ({});
const agent = "corridor-operator";

export const openChannel = (ledger: TestLedger, terms: Partial<Terms> = {}, change: object = {}, by = "cny-issuer") =>
  ledger.send(by, "bank-gateway/openChannel", {
    ...{ currency: "CNY", agent: ledger.account(agent), terms: { ...usualTerms, ...terms } },
    ...change,
  });
export const setTerms = (ledger: TestLedger, terms: Partial<Terms>, by = "cny-issuer"): Outcome =>
  ledger.send(by, "bank-gateway/setTerms", { currency: "CNY", terms: { ...usualTerms, ...terms } });
export const replaceAgent = sender("replaceAgent", (ledger) => ({ agent: ledger.account("bob") }), "cny-issuer");
export const pause = sender("pauseChannel", () => ({ reference: "drill" }), "cny-issuer");
export const resume = sender("resumeChannel", nothing, "cny-issuer");
export const requestIssuance = sender("requestIssuance", () => ({ amount: 1_000_000n, reference: "T2-1" }), "cny-bank");
export const confirmIssuance = sender("confirmIssuance", () => ({ request: 1, reference: "T2-1" }), agent);
export const requestRedemption = sender("requestRedemption", () => ({ amount: 300_000n }), "cny-bank");
export const startPayout = sender("startPayout", () => ({ request: 2 }), agent);
export const confirmPayout = sender("confirmPayout", () => ({ request: 2, reference: "OUT-1" }), agent);
export const reject = sender("rejectRequest", () => ({ request: 2, reason: "no account" }), agent);

const toAlice = (ledger: TestLedger) => ({ customer: ledger.account("alice") });
const ofBank = (ledger: TestLedger) => ({ bank: ledger.account("cny-bank") });
export const offerLink = sender(
  "offerLink",
  (ledger) => ({ ...toAlice(ledger), className: "person", pullPerDayMost: 50_000n }),
  "cny-bank",
);
export const withdrawOffer = sender(
  "withdrawOffer",
  (ledger) => ({ ...toAlice(ledger), ...ofBank(ledger) }),
  "cny-bank",
);
export const acceptLink = sender("acceptLink", ofBank, "alice");
export const endLink = sender("endLink", toAlice, "cny-bank");
export const setAllowance = sender(
  "setAllowance",
  (ledger) => ({ ...toAlice(ledger), pullPerDayMost: 10n }),
  "cny-bank",
);
export const sweepHolding = sender("sweepHolding", toAlice, "carol");
export const payWithWaterfall = sender(
  "payWithWaterfall",
  (ledger) => ({ to: ledger.account("carol"), amount: 1_000n }),
  "alice",
);

type Overrides = Readonly<Record<string, bigint>>;

export function createGatewayLedger(overrides: Overrides): TestLedger {
  const list = Object.entries(overrides).map(([parameter, value]) => ({ parameter, value }));
  return createTestLedger({
    modules: [accounts, authority, parameters, corridors, bankGateway],
    genesis: (genesis) => ({ ...genesis, modules: { ...genesis.modules, parameters: { overrides: list } } }),
  });
}

/** A channel that is open; the devnet's accounts and banks hold yuan that were issued otherwise. */
export function withChannel(terms: Partial<Terms> = {}, overrides: Overrides = {}): TestLedger {
  const ledger = createGatewayLedger(overrides);
  openChannel(ledger, terms);
  return ledger;
}

/** The bank has pledged ten thousand yuan, which were issued to it. */
export function withIssued(terms: Partial<Terms> = {}, overrides: Overrides = {}): TestLedger {
  const ledger = withChannel(terms, overrides);
  requestIssuance(ledger);
  confirmIssuance(ledger);
  return ledger;
}

/** Alice, a person, is the bank's customer: of what she held, her limit is left. */
export function withCustomer(terms: Partial<Terms> = {}, overrides: Overrides = {}): TestLedger {
  const ledger = withIssued(terms, overrides);
  offerLink(ledger);
  acceptLink(ledger);
  return ledger;
}
