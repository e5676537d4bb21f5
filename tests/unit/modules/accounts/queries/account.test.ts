// One account as it stands, or the refusal that there is none.
import { expect, test } from "vitest";
import { account } from "#src/modules/accounts/queries/account.ts";
import { createAccountsLedger, open, policyOf } from "#tests/support/accountsLedger.ts";

test("an account is shown with its policy and sponsor, under the key that proves it", async () => {
  const ledger = createAccountsLedger();
  const dave = open(ledger, "dave");
  expect(await ledger.query("accounts/account", { account: dave })).toEqual({
    policy: policyOf(ledger, 1, "dave"),
    sponsor: ledger.account("participant-bank"),
    depositMicroKdg: 0n,
    openedMs: ledger.state.timeMs,
  });
  expect(account.proves?.({ account: dave })).toBe(`accounts/account/${dave}`);
});

test("an account that is not open is unknown", async () => {
  const ledger = createAccountsLedger();
  await expect(ledger.query("accounts/account", { account: ledger.account("nobody") })).rejects.toThrow(
    "accounts/unknownAccount",
  );
});
