// The values with which a network departs from the defaults.
import { expect, test } from "vitest";
import type { Genesis } from "#src/machine/genesis.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { parameters as accountsParameters } from "#src/modules/accounts/parameters.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { createTestLedger } from "#tests/support/ledger.ts";

const ledgerWith = (...overrides: { parameter: string; value: bigint }[]) =>
  createTestLedger({
    modules: [accounts, authority, parameters],
    genesis: (genesis: Genesis) => ({ ...genesis, modules: { ...genesis.modules, parameters: { overrides } } }),
  });

test("an override holds from the beginning", () => {
  const ledger = ledgerWith({ parameter: "accounts.workPerSecond", value: 5_000n });
  expect(accountsParameters.workPerSecond.get(ledger.state)).toBe(5_000n);
});

test("refuses an override out of range, of an unknown parameter, or twice", () => {
  const value = accountsParameters.workPerSecond.most;
  expect(() => ledgerWith({ parameter: "accounts.workPerSecond", value: value + 1n })).toThrow("valueOutOfRange");
  expect(() => ledgerWith({ parameter: "accounts.nothing", value })).toThrow("unknownParameter");
  const twice = { parameter: "accounts.workPerSecond", value };
  expect(() => ledgerWith(twice, twice)).toThrow("once");
});
