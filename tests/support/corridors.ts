// Corridors for tests: a devnet's banks on a working morning, payments between them, and limits to run into.

import type { ModuleDefinition } from "#src/machine/module.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { corridors } from "#src/modules/corridors/module.ts";
import type { Caps, ZoneLimits } from "#src/modules/corridors/schemas.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { createTestLedger, type Outcome, type TestLedger, testGenesisTimeMs } from "./ledger.ts";

/** Monday 5 January 2026, 05:00 UTC: 13:00 in China, 10:00 in Kazakhstan and Uzbekistan, and too early in Russia. */
export const mondayMs = Date.UTC(2026, 0, 5, 5);

export const noCaps: Caps = { hour: {}, day: {}, month: {}, year: {} };
export const noLimits: ZoneLimits = { caps: noCaps, participantCaps: noCaps };

export function createCorridorLedger(
  more: readonly ModuleDefinition[] = [],
  atMs = mondayMs,
  overrides: Readonly<Record<string, bigint>> = {},
): TestLedger {
  const list = Object.entries(overrides).map(([parameter, value]) => ({ parameter, value }));
  const ledger = createTestLedger({
    modules: [accounts, authority, parameters, corridors, ...more],
    genesis: (genesis) =>
      list.length === 0 ? genesis : { ...genesis, modules: { ...genesis.modules, parameters: { overrides: list } } },
  });
  ledger.advance(atMs - testGenesisTimeMs);
  return ledger;
}

/** Lets a notice of ten blocks pass. */
export function passNotice(ledger: TestLedger): void {
  for (let block = 0; block < 10; block += 1) ledger.advance(1);
}

export interface TestPayment {
  readonly corridor: string;
  readonly to: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly kind: "customer" | "interbank";
  readonly purpose: string;
  readonly feeMost: bigint;
}

/** A payment of 10,000 yuan from China to Kazakhstan, unless said otherwise. */
export function sendAcross(
  ledger: TestLedger,
  { from = "cny-bank", ...said }: Partial<TestPayment> & { from?: string } = {},
): Outcome {
  const { to = "kzt-bank", ...rest } = said;
  const usual = { corridor: "silk-road", currency: "CNY", amount: 1_000_000n, kind: "customer", purpose: "GDDS" };
  return ledger.send(from, "corridors/sendPayment", { ...usual, ...rest, to: ledger.account(to) });
}

/** Replaces the limits of a zone at once, so far as they are tighter. */
export function limitZone(ledger: TestLedger, currency: string, limits: Partial<ZoneLimits>): Outcome {
  const content = { currency, limits: { ...noLimits, ...limits } };
  return ledger.send(`${currency.toLowerCase()}-issuer`, "corridors/setLimits", content);
}

/** Publishes a changed rule book and lets its notice pass. */
export async function changeRules(ledger: TestLedger, change: object, corridor = "silk-road"): Promise<void> {
  const { revision } = (await ledger.query("corridors/corridor", { corridor })) as { revision: number };
  const { ruleBook } = (await ledger.query("corridors/ruleBook", { corridor, revision })) as { ruleBook: object };
  const content = { corridor, ruleBook: { ...ruleBook, ...change } };
  const { refused } = ledger.send("corridor-operator", "corridors/publishRuleBook", content);
  if (refused !== undefined) throw new Error(`the rule book was refused: ${refused}`);
  passNotice(ledger);
}
