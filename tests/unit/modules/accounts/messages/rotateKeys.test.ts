// Rotation: an account changes its keys and keeps its id, its money and its guardians.
import { beforeEach, expect, test } from "vitest";
import { accountRecords, recoveries } from "#src/modules/accounts/tables.ts";
import { attempt, balanceOf, createAccountsLedger, policyOf } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/rotateKeys";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
});
const signedBy = (...signers: readonly string[]) =>
  ledger.execute(ledger.transaction([{ actor: "alice", type: "accounts/cancelRecovery", content: {} }], signers))
    .refused;

test("the new keys sign from then on, the old ones no more, and nothing else changes", async () => {
  const before = { ...accountRecords.get(ledger.state, ledger.account("alice")) };
  const policy = policyOf(ledger, 1, "dave");
  const { code, events } = ledger.send("alice", type, { policy });
  expect([code, events]).toEqual([
    0,
    [{ type: "accounts/keysRotated", content: { account: ledger.account("alice"), policy } }],
  ]);
  expect(signedBy("alice")).toBe("accounts/policyNotSatisfied");
  expect(signedBy("dave")).toBe("accounts/noRecovery");
  expect(accountRecords.get(ledger.state, ledger.account("alice"))).toEqual({ ...before, policy });
  expect(balanceOf(ledger, "alice")).toBe(10_000_000n);
  expect(await ledger.audit()).toEqual([]);
});

test("a policy of two of three is met by any two of them, and by no one alone or any stranger", () => {
  ledger.send("alice", type, { policy: policyOf(ledger, 2, "dave", "erin", "frank") });
  for (const pair of [
    ["dave", "erin"],
    ["erin", "frank"],
    ["frank", "dave"],
    ["dave", "erin", "frank"],
  ]) {
    expect(signedBy(...pair), pair.join()).toBe("accounts/noRecovery");
  }
  for (const few of [["dave"], ["erin"], ["dave", "alice"], ["alice", "bob"]]) {
    expect(signedBy(...few), few.join()).toBe("accounts/policyNotSatisfied");
  }
  expect(signedBy("dave", "erin", "alice")).toBe("machine/unusedSignature");
});

test("a policy that cannot be met, or names a key twice, is refused", () => {
  expect(attempt(ledger, "alice", type, { policy: policyOf(ledger, 2, "dave") })).toBe("accounts/policyUnsound");
  expect(attempt(ledger, "alice", type, { policy: policyOf(ledger, 1, "dave", "dave") })).toBe(
    "accounts/policyUnsound",
  );
  expect(attempt(ledger, "alice", type, { policy: policyOf(ledger, 0, "dave") })).toBe("core/malformedEncoding");
});

test("a recovery under way ends, since its owner has the keys", () => {
  const guardians = { threshold: 1, accounts: [ledger.account("bob")], delayMs: 60_000 };
  ledger.send("alice", "accounts/setGuardians", { guardians });
  ledger.send("bob", "accounts/supportRecovery", {
    account: ledger.account("alice"),
    policy: policyOf(ledger, 1, "bob"),
  });
  expect(attempt(ledger, "alice", type, { policy: policyOf(ledger, 1, "dave") })).toBe("accepted");
  expect(recoveries.has(ledger.state, ledger.account("alice"))).toBe(false);
  expect(accountRecords.get(ledger.state, ledger.account("alice"))?.guardians).toEqual(guardians);
});
