// A recovery under way, or the refusal that there is none.
import { expect, test } from "vitest";
import { recovery } from "#src/modules/accounts/queries/recovery.ts";
import { createAccountsLedger, policyOf } from "#tests/support/accountsLedger.ts";

test("a recovery is shown with its policy, supporters and moment, under the key that proves it", async () => {
  const ledger = createAccountsLedger();
  const alice = ledger.account("alice");
  await expect(ledger.query("accounts/recovery", { account: alice })).rejects.toThrow("accounts/noRecovery");
  const guardians = { threshold: 1, accounts: [ledger.account("bob")], delayMs: 5 };
  ledger.send("alice", "accounts/setGuardians", { guardians });
  ledger.send("bob", "accounts/supportRecovery", { account: alice, policy: policyOf(ledger, 1, "dave") });
  expect(await ledger.query("accounts/recovery", { account: alice })).toEqual({
    policy: policyOf(ledger, 1, "dave"),
    supporters: [ledger.account("bob")],
    effectiveMs: ledger.state.timeMs + 5,
  });
  expect(recovery.proves?.({ account: alice })).toBe(`accounts/recovery/${alice}`);
});
