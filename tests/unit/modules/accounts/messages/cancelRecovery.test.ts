// The owner who still has the keys ends a recovery, be it already due.
import { beforeEach, expect, test } from "vitest";
import { attempt, createAccountsLedger, policyOf } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/cancelRecovery";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
  const guardians = { threshold: 1, accounts: [ledger.account("bob")], delayMs: 60_000 };
  ledger.send("alice", "accounts/setGuardians", { guardians });
  ledger.send("bob", "accounts/supportRecovery", {
    account: ledger.account("alice"),
    policy: policyOf(ledger, 1, "bob"),
  });
});

test("a recovery ends by the owner's word until it is completed, even after its delay", () => {
  ledger.advance(120_000);
  const { code, events } = ledger.send("alice", type, {});
  expect([code, events]).toEqual([
    0,
    [{ type: "accounts/recoveryCancelled", content: { account: ledger.account("alice") } }],
  ]);
  expect(attempt(ledger, "bob", "accounts/completeRecovery", { account: ledger.account("alice") })).toBe(
    "accounts/noRecovery",
  );
});

test("nobody ends the recovery of another account, nor one that is not under way", () => {
  expect(attempt(ledger, "bob", type, {})).toBe("accounts/noRecovery");
  expect(attempt(ledger, "alice", type, {})).toBe("accepted");
  expect(attempt(ledger, "alice", type, {})).toBe("accounts/noRecovery");
});
