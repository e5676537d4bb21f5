// Swap lines for tests: China and Kazakhstan with prices of 70 tenge for a yuan, and a line between them.
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { swapLines } from "#src/modules/swap-lines/module.ts";
import type { Terms } from "#src/modules/swap-lines/schemas.ts";
import { createTestLedger, type Outcome, type TestLedger, testGenesisTimeMs } from "./ledger.ts";
import { feeders, settlePrices } from "./prices.ts";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export const usualTerms: Terms = {
  expiresMs: testGenesisTimeMs + 1_000 * dayMs,
  tenorsDays: [1, 7, 30, 90, 365],
  baseBp: 400,
  marginBp: 100,
  ladder: { middleBp: 25, upperBp: 50 },
  haircutBp: 1_000,
  thresholdBp: 200,
  callMs: dayMs,
  rolloversMost: 3,
};

/** Registers a feed whose prices stay fresh for years, and counts so many measures to the unit. */
export function addFeed(ledger: TestLedger, feed: string, measuresPerUnit = 100n): void {
  const rules = {
    ...{ maxAgeMs: 2_000 * dayMs, market: "continuous", confidenceMultiplierBp: 0, ageWideningPpm: 0, gateBp: 10_000 },
    ...{ holdMs: 0, minPublishers: 2, sampleMs: 1_000 },
  };
  const described = { feed, unit: feed, measure: "minor", measuresPerUnit, frequency: "fast", label: "mock" };
  const content = { ...described, rules, feeders: feeders.map(ledger.account) };
  const { refused } = ledger.send("issuer", "oracle/registerFeed", content);
  if (refused !== undefined) throw new Error(`the feed was refused: ${refused}`);
}

/** Each of both central banks holds as many yuan as tenge: 1,000 million smallest units. */
export function createLineLedger(overrides: Readonly<Record<string, bigint>> = {}): TestLedger {
  const ledger = createTestLedger({
    modules: [accounts, authority, parameters, oracle, swapLines],
    genesis: (genesis) => {
      const list = Object.entries(overrides).map(([parameter, value]) => ({ parameter, value }));
      return { ...genesis, modules: { ...genesis.modules, parameters: { overrides: list } } };
    },
  });
  for (const feed of ["CNY", "KZT"]) addFeed(ledger, feed);
  settlePrices(ledger, { CNY: 140_000_000n, KZT: 2_000_000n });
  for (const currency of ["CNY", "KZT"]) {
    for (const to of ["cny-issuer", "kzt-issuer"]) {
      const content = { currency, to: ledger.account(to), amount: 1_000_000_000n };
      ledger.send(`${currency.toLowerCase()}-issuer`, "accounts/issueCurrency", content);
    }
  }
  return ledger;
}

type Offer = Partial<{ own: string; other: string; ownLimit: bigint; otherLimit: bigint; by: string }> & {
  readonly terms?: Partial<Terms>;
};

/** China offers: it may draw ten million tenge, and Kazakhstan a hundred thousand yuan. */
export function propose(ledger: TestLedger, { by = "cny-issuer", terms = {}, ...change }: Offer = {}): Outcome {
  const usual = { own: "CNY", other: "KZT", ownLimit: 1_000_000_000n, otherLimit: 10_000_000n };
  return ledger.send(by, "swap-lines/proposeLine", { ...usual, ...change, terms: { ...usualTerms, ...terms } });
}

export const accept = (ledger: TestLedger, line = 1, by = "kzt-issuer"): Outcome =>
  ledger.send(by, "swap-lines/acceptLine", { line });

export const close = (ledger: TestLedger, by = "cny-issuer", line = 1): Outcome =>
  ledger.send(by, "swap-lines/closeLine", { line });

/** A line that is open. */
export function withLine(offer: Offer = {}, overrides: Readonly<Record<string, bigint>> = {}): TestLedger {
  const ledger = createLineLedger(overrides);
  propose(ledger, offer);
  accept(ledger);
  return ledger;
}

/** China draws 700,000 tenge for a week, unless said otherwise. */
export const draw = (
  ledger: TestLedger,
  { by = "cny-issuer", ...change }: Partial<{ by: string; line: number; amount: bigint; tenorDays: number }> = {},
): Outcome => ledger.send(by, "swap-lines/drawLine", { line: 1, amount: 70_000_000n, tenorDays: 7, ...change });

export const ofDraw = (
  ledger: TestLedger,
  message: "repayDraw" | "answerMarginCall",
  number = 1,
  by = "cny-issuer",
): Outcome => ledger.send(by, `swap-lines/${message}`, { line: 1, draw: number });

export const rollOver = (ledger: TestLedger, tenorDays = 7, number = 1, by = "cny-issuer"): Outcome =>
  ledger.send(by, "swap-lines/rollOverDraw", { line: 1, draw: number, tenorDays });
