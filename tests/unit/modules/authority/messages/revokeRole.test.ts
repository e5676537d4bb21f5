// Revoking: by whoever granted that very role, or by a governor; one governor always stays.
import { beforeEach, expect, test } from "vitest";
import { grants, holderCounts } from "#src/modules/authority/tables.ts";
import { attempt, createAccountsLedger } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "authority/revokeRole";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
  ledger.send("issuer", "authority/grantRole", content("custodian"));
});
const content = (role: string, alias = "alice") => ({
  account: ledger.account(alias),
  role,
  reference: "Licence ended",
});

test("its grantor takes a role back, and the state is what it was", async () => {
  const fresh = createAccountsLedger();
  const { code, events } = ledger.send("issuer", type, content("custodian"));
  const revoked = {
    role: "custodian",
    account: ledger.account("alice"),
    by: ledger.account("issuer"),
    reference: "Licence ended",
  };
  expect([code, events]).toEqual([0, [{ type: "authority/roleRevoked", content: revoked }]]);
  expect(ledger.digest()).toBe(fresh.digest());
  expect(await ledger.audit()).toEqual([]);
});

test("a governor takes any role back", () => {
  expect(attempt(ledger, "governor", type, content("custodian"))).toBe("accepted");
  expect(attempt(ledger, "governor", type, content("auditor", "auditor"))).toBe("accepted");
  expect(holderCounts.get(ledger.state, "auditor")).toBe(0);
});

test("another grantor does not, be it one of the same role", () => {
  ledger.send("governor", "authority/grantRole", content("issuer", "bob"));
  expect(attempt(ledger, "bob", type, content("custodian"))).toBe("authority/notGrantor");
  expect(attempt(ledger, "regulator", type, content("custodian"))).toBe("authority/notGrantor");
});

test("who grants no roles revokes none, not even its own", () => {
  for (const actor of ["alice", "custodian", "auditor", "price-feeder", "participant-bank"]) {
    expect(attempt(ledger, actor, type, content("custodian")), actor).toBe("authority/roleMissing");
  }
});

test("a grantor that lost its own role revokes no more", () => {
  ledger.send("governor", type, content("issuer", "issuer"));
  expect(attempt(ledger, "issuer", type, content("custodian"))).toBe("authority/roleMissing");
  expect(grants.has(ledger.state, "custodian", ledger.account("alice"))).toBe(true);
});

test("what is not held is not revoked", () => {
  expect(attempt(ledger, "issuer", type, content("custodian", "bob"))).toBe("authority/roleNotHeld");
  expect(attempt(ledger, "issuer", type, content("custodian"))).toBe("accepted");
  expect(attempt(ledger, "issuer", type, content("custodian"))).toBe("authority/roleNotHeld");
});

test("the last governor stays, whoever tries, and the last but one may go", () => {
  expect(attempt(ledger, "governor", type, content("governor", "governor"))).toBe("authority/lastGovernor");
  ledger.send("governor", "authority/grantRole", content("governor", "bob"));
  expect(attempt(ledger, "bob", type, content("governor", "governor"))).toBe("accepted");
  expect(attempt(ledger, "bob", type, content("governor", "bob"))).toBe("authority/lastGovernor");
});
