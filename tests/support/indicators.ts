// A ledger with indicators for tests, and statements to make.
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { basket } from "#src/modules/basket/module.ts";
import { indicators } from "#src/modules/indicators/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { createTestLedger, type Outcome, type TestLedger } from "./ledger.ts";

export const noticeMs = 7 * 86_400_000;

export function createIndicatorsLedger(): TestLedger {
  return createTestLedger({ modules: [accounts, authority, parameters, oracle, basket, indicators] });
}

export const provenance = {
  period: "2025",
  source: "Annual report 2025",
  documentHash: new Uint8Array(32).fill(7),
  method: "",
};

/** Copper's import reliance of 2025, unless told otherwise. */
export function stateIndicator(ledger: TestLedger, change: object = {}, actor = "statistician"): Outcome {
  const figure = { value: 570_000n };
  const content = { component: "CU", indicator: "importReliance", figure, ...provenance, ...change };
  return ledger.send(actor, "indicators/recordIndicator", content);
}

/** Two countries that refine silver, and the others. */
export function stateShares(ledger: TestLedger, change: object = {}, actor = "statistician"): Outcome {
  const countries = [
    { country: "MX", share: { value: 500_000n } },
    { country: "CN", share: { value: 300_000n } },
  ];
  const others = { value: 200_000n };
  const content = { component: "AG", stage: "refining", countries, others, ...provenance, ...change };
  return ledger.send(actor, "indicators/recordShares", content);
}

export function stateGovernance(ledger: TestLedger, change: object = {}, actor = "statistician"): Outcome {
  const content = { country: "MX", figure: { value: 5_500n }, ...provenance, ...change };
  return ledger.send(actor, "indicators/recordGovernance", content);
}
