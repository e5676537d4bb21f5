// Credit within the day for tests: alice and bob are banks that lack euros and yuan, and prices are one tenge for a seventieth yuan.
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { intradayCredit } from "#src/modules/intraday-credit/module.ts";
import type { Terms } from "#src/modules/intraday-credit/schemas.ts";
import { netting } from "#src/modules/netting/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { swapLines } from "#src/modules/swap-lines/module.ts";
import { createTestLedger, type Outcome, type TestLedger, testGenesisTimeMs } from "./ledger.ts";
import { balance, give, paymentOf } from "./netting.ts";
import { settlePrices } from "./prices.ts";
import { accept, addFeed, dayMs, hourMs, propose } from "./swapLines.ts";

export const expiresMs = testGenesisTimeMs + 300 * dayMs;

/** Nobody has any tenge or yuan but who is named; there are yuan of the issuer's own beside. */
export function createCreditLedger(
  funds: Readonly<Record<string, Readonly<Record<string, bigint>>>> = {},
  overrides: Readonly<Record<string, bigint>> = {},
): TestLedger {
  const list = Object.entries({ "netting.bypassItemsMost": 0n, "netting.retryBlocks": 1n, ...overrides });
  const ledger = createTestLedger({
    modules: [accounts, authority, oracle, parameters, settlement, swapLines, intradayCredit, netting],
    genesis: (genesis) => ({
      ...genesis,
      modules: {
        ...genesis.modules,
        parameters: { overrides: list.map(([parameter, value]) => ({ parameter, value })) },
      },
    }),
  });
  for (const feed of ["CNY", "KZT"]) addFeed(ledger, feed);
  settlePrices(ledger, { CNY: 140_000_000n, KZT: 2_000_000n });
  for (const currency of ["CNY", "KZT"]) {
    // What a devnet has given its people goes away.
    for (const alias of ["alice", "bob", "carol"]) {
      const amount = balance(ledger, alias, currency);
      const content = { currency, amount, to: ledger.account(`${currency.toLowerCase()}-issuer`) };
      if (amount > 0n) ledger.send(alias, "settlement/pay", content);
    }
    give(ledger, `${currency.toLowerCase()}-issuer`, 10n ** 12n, currency);
    for (const [alias, amount] of Object.entries(funds[currency] ?? {})) give(ledger, alias, amount, currency);
  }
  return ledger;
}

export type Granted = Partial<Terms & { currency: string; bank: string; by: string }>;

/** Kazakhstan lends alice up to 1,000 against yuan with a tenth on top, six hours for free. */
export function grant(ledger: TestLedger, { bank = "alice", by = "kzt-issuer", ...change }: Granted = {}): Outcome {
  const usual = { currency: "KZT", limit: 1_000n, expiresMs, freeMs: 6 * hourMs, penaltyBp: 3_600 };
  const collateral = { currency: "CNY", haircutBp: 1_000 };
  const content = { ...usual, collateral, bank: ledger.account(bank), ...change };
  return ledger.send(by, "intraday-credit/grantLine", content);
}

/** Without collateral. */
export function grantUnsecured(ledger: TestLedger, change: Granted = {}): Outcome {
  return grant(ledger, { ...change, collateral: undefined });
}

export const draw = (ledger: TestLedger, amount: bigint, bank = "alice", currency = "KZT"): Outcome =>
  ledger.send(bank, "intraday-credit/drawCredit", { currency, amount });

export const repay = (ledger: TestLedger, amount: bigint, bank = "alice", currency = "KZT"): Outcome =>
  ledger.send(bank, "intraday-credit/repayDebts", { currency, amount });

export const closeLine = (ledger: TestLedger, bank = "alice", by = "kzt-issuer", currency = "KZT"): Outcome =>
  ledger.send(by, "intraday-credit/closeLine", { currency, bank: ledger.account(bank) });

export const automatic = (
  ledger: TestLedger,
  content: { readonly credit: boolean; readonly swapLine?: number },
  bank = "alice",
  currency = "KZT",
): Outcome => ledger.send(bank, "intraday-credit/setAutomaticDraws", { currency, ...content });

/** A swap line on which China's banks may draw tenge for hours, and alice among them. */
export function withSwapLine(ledger: TestLedger, limit = 1_000_000n, intradayFreeMs = 6 * hourMs): void {
  propose(ledger, { terms: { intradayFreeMs } });
  accept(ledger);
  setOnwardLimit(ledger, limit);
}

export const setOnwardLimit = (
  ledger: TestLedger,
  limit: bigint,
  change: Partial<{ by: string; line: number; currency: string; bank: string }> = {},
): Outcome => {
  const { by = "cny-issuer", bank = "alice", ...rest } = change;
  const content = { line: 1, currency: "KZT", bank: ledger.account(bank), limit, ...rest };
  return ledger.send(by, "swap-lines/setOnwardLimit", content);
};

/** Queues payments in one block, as `alice bob 5 urgent KZT`, and tells which items its end settled, by which steps. */
export function block(ledger: TestLedger, ...texts: readonly string[]) {
  const transactions = texts.map((text) => {
    const [from = "", to = "", amount = "0", priority = "urgent", currency = "KZT"] = text.split(" ");
    const content = paymentOf(ledger, { from, to, amount: BigInt(amount), currency }, { priority });
    return ledger.transaction([{ actor: from, type: "netting/queuePayment", content }]);
  });
  return ledger.executeBlock(transactions).blockEvents;
}
