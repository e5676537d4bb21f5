// Exchange for tests: two providers on the silk road with tenge and yuan to deliver, and a payer in China.
import type { ModuleDefinition } from "#src/machine/module.ts";
import { fx } from "#src/modules/fx/module.ts";
import type { Asked, Hop, Tier } from "#src/modules/fx/schemas.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { createCorridorLedger, mondayMs } from "./corridors.ts";
import type { Outcome, TestLedger } from "./ledger.ts";

export const nano = 1_000_000_000n;
const hourMs = 3_600_000;

/** `cny-bank-2` and `uzs-bank` hold a thousand million tenge each, and `uzs-bank` as many yuan. */
export function createExchangeLedger(
  more: readonly ModuleDefinition[] = [],
  overrides: Readonly<Record<string, bigint>> = {},
): TestLedger {
  const ledger = createCorridorLedger([oracle, fx, ...more], mondayMs, overrides);
  const amount = 100_000_000_000n;
  for (const to of ["cny-bank-2", "uzs-bank"]) {
    ledger.send("kzt-issuer", "accounts/issueCurrency", { currency: "KZT", to: ledger.account(to), amount });
  }
  ledger.send("cny-issuer", "accounts/issueCurrency", { currency: "CNY", to: ledger.account("uzs-bank"), amount });
  return ledger;
}

/** One tier for any amount. */
export const tier = (bidNano: bigint, askNano: bigint, baseMost = 10n ** 20n): Tier => ({ baseMost, bidNano, askNano });

export function publish(
  ledger: TestLedger,
  provider: string,
  base: string,
  quote: string,
  ...tiers: readonly Tier[]
): Outcome {
  const validUntilMs = ledger.state.timeMs + hourMs;
  return ledger.send(provider, "fx/publishRate", { base, quote, tiers, validUntilMs });
}

type Request = Partial<Omit<Asked, "payee"> & { payee: string; limit: bigint; payer: string }>;

/** A payment of 10,000 yuan from China to Kazakhstan, in tenge, unless said otherwise. */
export function asked(ledger: TestLedger, { payer: _, ...change }: Request = {}) {
  const { payee = "kzt-bank", ...rest } = change;
  const usual = {
    corridor: "silk-road",
    kind: "customer",
    purpose: "GDDS",
    source: "CNY",
    destination: "KZT",
  } as const;
  return { ...usual, fixed: "source" as const, amount: 1_000_000n, ...rest, payee: ledger.account(payee) };
}

export const take = (ledger: TestLedger, change: Request = {}): Outcome =>
  ledger.send(change.payer ?? "cny-bank", "fx/takeQuote", asked(ledger, change));

export interface Taken {
  readonly quote: number;
  readonly hops: readonly Hop[];
  readonly expiresMs: number;
}

export const taken = (ledger: TestLedger, change: Request = {}): Taken => take(ledger, change).answer as Taken;

export const execute = (ledger: TestLedger, quote: number, actor = "cny-bank"): Outcome =>
  ledger.send(actor, "fx/executeQuote", { quote });
