// Recovery comes into force by a guardian's word, to the millisecond after its delay, and not before.
import { beforeEach, expect, test } from "vitest";
import { accountRecords, recoveries } from "#src/modules/accounts/tables.ts";
import { attempt, createAccountsLedger, policyOf } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/completeRecovery";
const delayMs = 60_000;
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
  const accounts = ["bob", "carol"].map((alias) => ledger.account(alias));
  ledger.send("alice", "accounts/setGuardians", { guardians: { threshold: 2, accounts, delayMs } });
});
const alice = () => ({ account: ledger.account("alice") });
const support = (guardian: string) =>
  ledger.send(guardian, "accounts/supportRecovery", { ...alice(), policy: policyOf(ledger, 1, "dave") });
const signedBy = (signer: string) =>
  ledger.execute(ledger.transaction([{ actor: "alice", type: "accounts/cancelRecovery", content: {} }], [signer]))
    .refused;

test("after the delay the account has its new policy, and keeps its guardians", async () => {
  support("bob");
  support("carol");
  ledger.advance(delayMs);
  const { code, events } = ledger.send("carol", type, alice());
  expect([code, events]).toEqual([
    0,
    [{ type: "accounts/accountRecovered", content: { ...alice(), policy: policyOf(ledger, 1, "dave") } }],
  ]);
  expect([signedBy("alice"), signedBy("dave")]).toEqual(["accounts/policyNotSatisfied", "accounts/noRecovery"]);
  expect(recoveries.has(ledger.state, ledger.account("alice"))).toBe(false);
  expect(accountRecords.get(ledger.state, ledger.account("alice"))?.guardians?.threshold).toBe(2);
  expect(await ledger.audit()).toEqual([]);
});

test("a millisecond before, it is not due", () => {
  support("bob");
  support("carol");
  // Each message makes a block of its own, a millisecond later.
  ledger.advance(delayMs - 2);
  expect(attempt(ledger, "bob", type, alice())).toBe("accounts/recoveryNotDue");
  expect(attempt(ledger, "bob", type, alice())).toBe("accepted");
});

test("with too few supporters it is never due", () => {
  support("bob");
  ledger.advance(10 * delayMs);
  expect(attempt(ledger, "bob", type, alice())).toBe("accounts/recoveryNotDue");
});

test("only a guardian completes it", () => {
  support("bob");
  support("carol");
  ledger.advance(delayMs);
  for (const actor of ["alice", "dave", "governor"]) {
    if (actor !== "dave") expect(attempt(ledger, actor, type, alice()), actor).toBe("accounts/notGuardian");
  }
  expect(attempt(ledger, "bob", type, { account: ledger.account("nobody") })).toBe("accounts/notGuardian");
});

test("without a recovery there is nothing to complete", () => {
  expect(attempt(ledger, "bob", type, alice())).toBe("accounts/noRecovery");
  support("bob");
  support("carol");
  ledger.advance(delayMs);
  ledger.send("bob", type, alice());
  expect(attempt(ledger, "bob", type, alice())).toBe("accounts/noRecovery");
});

test("a frozen account is recovered, and stays frozen", () => {
  ledger.send("regulator", "accounts/freezeAccount", { ...alice(), reference: "Order 1" });
  support("bob");
  support("carol");
  ledger.advance(delayMs);
  expect(attempt(ledger, "bob", type, alice())).toBe("accepted");
  expect(signedBy("dave")).toBe("accounts/accountFrozen");
});
