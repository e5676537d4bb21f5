// One holding of one role, or the refusal that there is none.
import { expect, test } from "vitest";
import { grant } from "#src/modules/authority/queries/grant.ts";
import { createAccountsLedger } from "#tests/support/accountsLedger.ts";

const ledger = createAccountsLedger();

test("a grant is shown with grantor, time and ground, under the key that proves it", async () => {
  const account = ledger.account("custodian");
  expect(await ledger.query("authority/grant", { role: "custodian", account })).toEqual({
    grantor: ledger.account("governor"),
    grantedMs: ledger.genesis.timeMs,
    reference: "genesis",
  });
  expect(grant.proves?.({ role: "custodian", account })).toBe(`authority/grant/custodian/${account}`);
});

test("a role that is not held is unknown", async () => {
  const asked = ledger.query("authority/grant", { role: "custodian", account: ledger.account("alice") });
  await expect(asked).rejects.toThrow("authority/roleNotHeld");
});
