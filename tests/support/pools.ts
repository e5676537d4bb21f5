// Pools for tests: yuan and tenge on the silk road at 70 tenge for a yuan, and banks that have both.
import { exchangePools } from "#src/modules/exchange-pools/module.ts";
import type { Asked, Terms } from "#src/modules/exchange-pools/schemas.ts";
import { fx } from "#src/modules/fx/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { createCorridorLedger } from "./corridors.ts";
import type { Outcome, TestLedger } from "./ledger.ts";
import { settlePrices } from "./prices.ts";
import { addFeed } from "./swapLines.ts";

export const usualTerms: Terms = { amplification: 100, feeBp: 10, impactBp: 50, bandBp: 100 };
export const usualPrices = { CNY: 140_000_000n, KZT: 2_000_000n, UZS: 80_000n };

/** `cny-bank-2` and `uzs-bank` hold a thousand million of yuan, tenge and sum each. */
export function createPoolLedger(): TestLedger {
  const ledger = createCorridorLedger([oracle, fx, exchangePools]);
  for (const feed of Object.keys(usualPrices)) addFeed(ledger, feed);
  settlePrices(ledger, usualPrices);
  for (const currency of ["CNY", "KZT", "UZS"]) {
    for (const alias of ["cny-bank-2", "uzs-bank"]) {
      const content = { currency, to: ledger.account(alias), amount: 100_000_000_000n };
      ledger.send(`${currency.toLowerCase()}-issuer`, "accounts/issueCurrency", content);
    }
  }
  return ledger;
}

type Opening = Partial<{ corridor: string; currencies: string[]; by: string }> & { readonly terms?: Partial<Terms> };

export function openPool(
  ledger: TestLedger,
  { by = "corridor-operator", terms = {}, ...change }: Opening = {},
): Outcome {
  const usual = { corridor: "silk-road", currencies: ["CNY", "KZT"] };
  return ledger.send(by, "exchange-pools/openPool", { ...usual, ...change, terms: { ...usualTerms, ...terms } });
}

export const consent = (ledger: TestLedger, currency: string, pool = 1): Outcome =>
  ledger.send(`${currency.toLowerCase()}-issuer`, "exchange-pools/grantConsent", { pool, currency });

export const withdraw = (ledger: TestLedger, currency: string, pool = 1): Outcome =>
  ledger.send(`${currency.toLowerCase()}-issuer`, "exchange-pools/withdrawConsent", { pool, currency });

type Amounts = Readonly<Record<string, bigint>>;
const sides = (amounts: Amounts) => Object.entries(amounts).map(([currency, amount]) => ({ currency, amount }));

/** Ten million yuan and as much in tenge, unless said otherwise. */
export const firstDeposit: Amounts = { CNY: 1_000_000_000n, KZT: 70_000_000_000n };

export function add(
  ledger: TestLedger,
  amounts: Amounts = firstDeposit,
  { by = "cny-bank-2", pool = 1, sharesLeast = 1n }: { by?: string; pool?: number; sharesLeast?: bigint } = {},
): Outcome {
  return ledger.send(by, "exchange-pools/addLiquidity", { pool, amounts: sides(amounts), sharesLeast });
}

export function remove(
  ledger: TestLedger,
  shares: bigint,
  { by = "cny-bank-2", pool = 1, least }: { by?: string; pool?: number; least?: Amounts } = {},
): Outcome {
  const amountsLeast = least === undefined ? {} : { amountsLeast: sides(least) };
  return ledger.send(by, "exchange-pools/removeLiquidity", { pool, shares, ...amountsLeast });
}

/** A pool with its first deposit. */
export function withPool(opening: Opening = {}): TestLedger {
  const ledger = createPoolLedger();
  openPool(ledger, opening);
  for (const currency of ["CNY", "KZT"]) consent(ledger, currency);
  const { refused } = add(ledger);
  if (refused !== undefined) throw new Error(`the first deposit was refused: ${refused}`);
  return ledger;
}

type Request = Partial<
  Omit<Asked, "payee"> & { pool: number; payee: string; payer: string; limit: bigint; feeMost: bigint }
>;

/** A payment of 10,000 yuan from China to Kazakhstan, in tenge, unless said otherwise. */
export function askedOf(ledger: TestLedger, { payer: _, limit: __, pool: ___, ...change }: Request = {}) {
  const { payee = "kzt-bank", ...rest } = change;
  const usual = { kind: "customer", purpose: "GDDS", source: "CNY", destination: "KZT", fixed: "source" } as const;
  return { ...usual, amount: 1_000_000n, ...rest, payee: ledger.account(payee) };
}

export function pay(ledger: TestLedger, change: Request = {}): Outcome {
  const { payer = "cny-bank", pool = 1, limit = change.fixed === "destination" ? 10n ** 20n : 1n } = change;
  const { feeMost, ...asked } = change;
  const most = feeMost === undefined ? {} : { feeMost };
  return ledger.send(payer, "exchange-pools/payThroughPool", { pool, ...askedOf(ledger, asked), limit, ...most });
}
