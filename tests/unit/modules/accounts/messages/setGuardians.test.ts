// Guardians: named by the owner, all of them open accounts, and removed by naming none.
import { beforeEach, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { accountRecords, recoveries } from "#src/modules/accounts/tables.ts";
import { attempt, createAccountsLedger, open, policyOf } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/setGuardians";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
});
const guardians = (threshold: number, ...aliases: readonly string[]) => ({
  guardians: { threshold, accounts: aliases.map((alias) => ledger.account(alias)), delayMs: 60_000 },
});
const named = () => accountRecords.get(ledger.state, ledger.account("alice"))?.guardians;

test("the owner names guardians, names others, and removes them", () => {
  const before = ledger.digest();
  const { code, events } = ledger.send("alice", type, guardians(2, "bob", "carol"));
  expect([code, events]).toEqual([
    0,
    [{ type: "accounts/guardiansSet", content: { account: ledger.account("alice"), ...guardians(2, "bob", "carol") } }],
  ]);
  expect(named()).toEqual(guardians(2, "bob", "carol").guardians);
  expect(attempt(ledger, "alice", type, guardians(1, "issuer"))).toBe("accepted");
  expect(named()).toEqual(guardians(1, "issuer").guardians);
  expect(attempt(ledger, "alice", type, {})).toBe("accepted");
  expect([named(), ledger.digest()]).toEqual([undefined, before]);
});

test("guardians that cannot meet their threshold, or are named twice, are refused", () => {
  expect(attempt(ledger, "alice", type, guardians(3, "bob", "carol"))).toBe("accounts/guardiansUnsound");
  expect(attempt(ledger, "alice", type, guardians(1, "bob", "bob"))).toBe("accounts/guardiansUnsound");
});

test("every guardian has an open account", () => {
  expect(attempt(ledger, "alice", type, guardians(1, "bob", "nobody"))).toBe("accounts/unknownAccount");
});

test("there are sixteen guardians at most, and a delay of a hundred years at most", () => {
  const aliases = Array.from({ length: limits.policyKeysMax + 1 }, (_, at) => `guardian-${at}`);
  for (const alias of aliases) open(ledger, alias);
  expect(attempt(ledger, "alice", type, guardians(16, ...aliases.slice(0, 16)))).toBe("accepted");
  expect(attempt(ledger, "alice", type, guardians(1, ...aliases))).toBe("core/malformedEncoding");
  expect(attempt(ledger, "alice", type, guardians(1))).toBe("core/malformedEncoding");
  const withDelay = (delayMs: number) => ({ guardians: { ...guardians(1, "bob").guardians, delayMs } });
  expect(attempt(ledger, "alice", type, withDelay(100 * 366 * 86_400_000))).toBe("accepted");
  expect(attempt(ledger, "alice", type, withDelay(100 * 366 * 86_400_000 + 1))).toBe("core/malformedEncoding");
});

test("support given by former guardians does not count for new ones", () => {
  ledger.send("alice", type, guardians(2, "bob", "carol"));
  ledger.send("bob", "accounts/supportRecovery", {
    account: ledger.account("alice"),
    policy: policyOf(ledger, 1, "dave"),
  });
  expect(recoveries.has(ledger.state, ledger.account("alice"))).toBe(true);
  expect(attempt(ledger, "alice", type, guardians(2, "bob", "issuer"))).toBe("accepted");
  expect(recoveries.has(ledger.state, ledger.account("alice"))).toBe(false);
});
