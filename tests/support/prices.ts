// Prices for tests: what the devnet's feeders state of silver and copper.

import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { createTestLedger, type Outcome, type TestLedger } from "./ledger.ts";

export const feeders = ["price-feeder", "price-feeder-2", "price-feeder-3"] as const;

/** The averages of June 2008, at which the devnet's basket is worth one numeraire per KDG. */
export const june2008: { readonly AG: bigint; readonly CU: bigint } = { AG: 545_566_019n, CU: 8_260_595_000n };

export interface Stated {
  readonly feed: string;
  readonly priceNano: bigint;
  readonly confidenceNano?: bigint;
  readonly observedMs?: number;
}

export function createOracleLedger(): TestLedger {
  return createTestLedger({ modules: [accounts, authority, oracle] });
}

/** One feeder states prices, observed now with a confidence of 1 unless said otherwise. */
export function submitQuotes(ledger: TestLedger, feeder: string, stated: readonly Stated[]): Outcome {
  const observedMs = ledger.state.timeMs;
  const quotes = stated.map((quote) => ({ confidenceNano: 1n, observedMs, ...quote }));
  return ledger.send(feeder, "oracle/submitQuotes", { quotes });
}

/** All three feeders state the same prices, once: a jump is held afterwards. */
export function statePrices(ledger: TestLedger, prices: Readonly<Record<string, bigint>>): void {
  const stated = Object.entries(prices).map(([feed, priceNano]) => ({ feed, priceNano }));
  for (const feeder of feeders) {
    const { code, refused } = submitQuotes(ledger, feeder, stated);
    if (code !== 0) throw new Error(`the quotes of ${feeder} were refused: ${refused}`);
  }
}

/** All three feeders state the same prices twice, so that a jump is confirmed. */
export function settlePrices(ledger: TestLedger, prices: Readonly<Record<string, bigint>>): void {
  statePrices(ledger, prices);
  statePrices(ledger, prices);
}
