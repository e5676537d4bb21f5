// Reserve pools for tests: China, Kazakhstan and the United States contribute and draw euros, which a fourth one issues.
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { basket } from "#src/modules/basket/module.ts";
import { indicators } from "#src/modules/indicators/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { reservePool } from "#src/modules/reserve-pool/module.ts";
import type { Seat, Terms } from "#src/modules/reserve-pool/schemas.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { swapLines } from "#src/modules/swap-lines/module.ts";
import { createTestLedger, type Outcome, type TestLedger, testGenesisTimeMs } from "./ledger.ts";
import { settlePrices } from "./prices.ts";
import { addFeed, dayMs } from "./swapLines.ts";

export { dayMs, hourMs } from "./swapLines.ts";

const modules = [accounts, authority, basket, indicators, oracle, parameters, settlement, swapLines, reservePool];
export const centralBanks = ["cny-issuer", "kzt-issuer", "usd-issuer", "eur-issuer"];

/** Each central bank holds a million euros and 10,000 million of its own currency; a euro costs one of the numeraire. */
export function createPoolLedger(overrides: Readonly<Record<string, bigint>> = {}): TestLedger {
  const ledger = createTestLedger({
    modules,
    genesis: (genesis) => {
      const list = Object.entries(overrides).map(([parameter, value]) => ({ parameter, value }));
      return { ...genesis, modules: { ...genesis.modules, parameters: { overrides: list } } };
    },
  });
  for (const feed of ["CNY", "KZT", "USD", "EUR"]) addFeed(ledger, feed);
  settlePrices(ledger, { CNY: 125_000_000n, KZT: 2_000_000n, USD: 800_000_000n, EUR: 1_000_000_000n });
  for (const alias of centralBanks) {
    const own = alias.slice(0, 3).toUpperCase();
    const give = (by: string, currency: string, amount: bigint) =>
      ledger.send(by, "accounts/issueCurrency", { currency, to: ledger.account(alias), amount });
    if (alias !== "eur-issuer") give(alias, own, 1_000_000_000_000n);
    give("eur-issuer", "EUR", 100_000_000n);
  }
  return ledger;
}

export const seat = (ledger: TestLedger, alias: string, quota: bigint, multipleBp: number): Seat => ({
  centralBank: ledger.account(alias),
  currency: alias.slice(0, 3).toUpperCase(),
  quota,
  multipleBp,
});

/** Quotas of 400,000, 100,000, 300,000 and 200,000 euros; Kazakhstan may draw five times its own. */
export function usualTerms(ledger: TestLedger): Terms {
  return {
    currency: "EUR",
    members: [
      seat(ledger, "cny-issuer", 40_000_000n, 5_000),
      seat(ledger, "kzt-issuer", 10_000_000n, 50_000),
      seat(ledger, "usd-issuer", 30_000_000n, 10_000),
      seat(ledger, "eur-issuer", 20_000_000n, 0),
    ],
    attestor: ledger.account("regulator"),
    expiresMs: testGenesisTimeMs + 2_000 * dayMs,
    ...{ delinkedBp: 4_000, unvotedBp: 1_000, voteMs: 2 * dayMs, tenorDays: 180, renewalsMost: 3 },
    ...{ baseBp: 250, marginBp: 150, haircutBp: 1_000 },
  };
}

export function propose(ledger: TestLedger, terms: Partial<Terms> = {}, by = "cny-issuer"): Outcome {
  return ledger.send(by, "reserve-pool/proposePool", { terms: { ...usualTerms(ledger), ...terms } });
}

export const join = (ledger: TestLedger, by: string, pool = 1): Outcome =>
  ledger.send(by, "reserve-pool/joinPool", { pool });

export const leave = (ledger: TestLedger, by: string, pool = 1): Outcome =>
  ledger.send(by, "reserve-pool/leavePool", { pool });

/** A pool that all four have joined. */
export function withPool(terms: Partial<Terms> = {}, overrides: Readonly<Record<string, bigint>> = {}): TestLedger {
  const ledger = createPoolLedger(overrides);
  propose(ledger, terms);
  for (const by of centralBanks.slice(1)) join(ledger, by);
  return ledger;
}

/** Kazakhstan may draw 500,000 euros: 200,000 without a programme, 50,000 without a vote. */
export const request = (ledger: TestLedger, amount: bigint, by = "kzt-issuer"): Outcome =>
  ledger.send(by, "reserve-pool/requestDraw", { pool: 1, amount });

export const vote = (ledger: TestLedger, by: string, approves: boolean, drawer = "kzt-issuer"): Outcome =>
  ledger.send(by, "reserve-pool/castVote", { pool: 1, drawer: ledger.account(drawer), approves });

export const ofDraw = (ledger: TestLedger, message: "repayDraw" | "renewDraw", draw = 1, by = "kzt-issuer"): Outcome =>
  ledger.send(by, `reserve-pool/${message}`, { pool: 1, draw });

export const optOut = (ledger: TestLedger, by: string, isOut = true): Outcome =>
  ledger.send(by, "reserve-pool/setOptOut", { pool: 1, isOut });

export function attest(ledger: TestLedger, untilMs: number, by = "regulator", member = "kzt-issuer"): Outcome {
  const content = { pool: 1, member: ledger.account(member), untilMs, documentHash: new Uint8Array(32).fill(7) };
  return ledger.send(by, "reserve-pool/attestProgramme", content);
}
