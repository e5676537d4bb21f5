// Recovery: guardians agree on a new policy, and its delay begins once there are enough of them.
import { beforeEach, expect, test } from "vitest";
import { recoveries } from "#src/modules/accounts/tables.ts";
import { attempt, createAccountsLedger, policyOf } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/supportRecovery";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
  const accounts = ["bob", "carol", "issuer"].map((alias) => ledger.account(alias));
  ledger.send("alice", "accounts/setGuardians", { guardians: { threshold: 2, accounts, delayMs: 60_000 } });
});
const asking = (...keys: readonly string[]) => ({
  account: ledger.account("alice"),
  policy: policyOf(ledger, 1, ...keys),
});
const running = () => recoveries.get(ledger.state, ledger.account("alice"));

test("the first support begins a recovery, and the last one needed starts its delay", () => {
  const { answer, events } = ledger.send("bob", type, asking("dave"));
  expect(answer).toEqual({});
  expect(events).toEqual([
    {
      type: "accounts/recoverySupported",
      content: { account: ledger.account("alice"), guardian: ledger.account("bob"), effectiveMs: undefined },
    },
  ]);
  expect(running()).toEqual({ policy: asking("dave").policy, supporters: [ledger.account("bob")] });
  const { answer: second } = ledger.send("carol", type, asking("dave"));
  expect(second).toEqual({ effectiveMs: ledger.state.timeMs + 60_000 });
  expect(running()?.effectiveMs).toBe(ledger.state.timeMs + 60_000);
});

test("further support does not put the moment off", () => {
  ledger.send("bob", type, asking("dave"));
  const { answer } = ledger.send("carol", type, asking("dave"));
  ledger.advance(30_000);
  expect(ledger.send("issuer", type, asking("dave")).answer).toEqual(answer);
  expect(running()?.supporters).toHaveLength(3);
});

test("asking for another policy begins anew, with one supporter", () => {
  ledger.send("bob", type, asking("dave"));
  ledger.send("carol", type, asking("dave"));
  expect(ledger.send("issuer", type, asking("erin")).answer).toEqual({});
  expect(running()).toEqual({ policy: asking("erin").policy, supporters: [ledger.account("issuer")] });
});

test("a guardian supports one policy once", () => {
  ledger.send("bob", type, asking("dave"));
  expect(attempt(ledger, "bob", type, asking("dave"))).toBe("accounts/alreadySupported");
  expect(attempt(ledger, "bob", type, asking("erin"))).toBe("accepted");
});

test("nobody else supports anything, nor does the owner or the guardian of another account", () => {
  for (const actor of ["alice", "governor", "regulator"]) {
    expect(attempt(ledger, actor, type, asking("dave")), actor).toBe("accounts/notGuardian");
  }
  const other = { ...asking("dave"), account: ledger.account("carol") };
  expect(attempt(ledger, "bob", type, other)).toBe("accounts/notGuardian");
  expect(attempt(ledger, "bob", type, { ...other, account: ledger.account("nobody") })).toBe("accounts/notGuardian");
});

test("an unsound policy is not supported", () => {
  expect(attempt(ledger, "bob", type, asking("dave", "dave"))).toBe("accounts/policyUnsound");
  const unmet = { account: ledger.account("alice"), policy: policyOf(ledger, 2, "dave") };
  expect(attempt(ledger, "bob", type, unmet)).toBe("accounts/policyUnsound");
});
