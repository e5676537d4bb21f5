// Granting: each role by the holders of the one that grants it, and never two that must be apart.
import { beforeEach, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { grants, holderCounts } from "#src/modules/authority/tables.ts";
import { attempt, createAccountsLedger } from "#tests/support/accountsLedger.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "authority/grantRole";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
});
const content = (role: string, alias = "alice", reference = "Licence 1") => ({
  account: ledger.account(alias),
  role,
  reference,
});

test("a granted role is held, with its grantor, time and ground, and counted", async () => {
  const { code, events } = ledger.send("issuer", type, content("custodian"));
  const granted = {
    role: "custodian",
    account: ledger.account("alice"),
    by: ledger.account("issuer"),
    reference: "Licence 1",
  };
  expect([code, events]).toEqual([0, [{ type: "authority/roleGranted", content: granted }]]);
  expect(grants.get(ledger.state, "custodian", ledger.account("alice"))).toEqual({
    grantor: ledger.account("issuer"),
    grantedMs: ledger.state.timeMs,
    reference: "Licence 1",
  });
  expect(holderCounts.get(ledger.state, "custodian")).toBe(2);
  expect(await ledger.audit()).toEqual([]);
});

test("each role is granted by the holders of one role, and by nobody else", () => {
  const grantors = {
    governor: "governor",
    issuer: "governor",
    regulator: "governor",
    custodian: "issuer",
    "price-feeder": "issuer",
    "participant-bank": "issuer",
    auditor: "regulator",
  };
  const holders = [...new Set([...Object.keys(grantors), "bob"])];
  for (const [role, grantor] of Object.entries(grantors)) {
    for (const actor of holders) {
      if (actor !== grantor)
        expect(attempt(ledger, actor, type, content(role)), `${actor} ${role}`).toBe("authority/roleMissing");
    }
  }
  for (const [role, grantor] of Object.entries(grantors)) {
    const alias = ["auditor", "regulator"].includes(role) ? "bob" : role === "custodian" ? "carol" : "alice";
    expect(attempt(ledger, grantor, type, content(role, alias)), role).toBe("accepted");
  }
});

test("a role is held once", () => {
  expect(attempt(ledger, "issuer", type, content("custodian", "custodian"))).toBe("authority/roleHeld");
  expect(attempt(ledger, "governor", type, content("governor", "governor"))).toBe("authority/roleHeld");
});

test("whoever attests neither keeps nor issues, and whoever oversees does not issue, in either order", () => {
  const pairs = [
    ["auditor", "custodian"],
    ["auditor", "issuer"],
    ["regulator", "issuer"],
  ] as const;
  const grantorOf = { auditor: "regulator", custodian: "issuer", issuer: "governor", regulator: "governor" } as const;
  for (const [left, right] of pairs) {
    for (const [held, asked] of [
      [left, right],
      [right, left],
    ] as const) {
      const fresh = createAccountsLedger();
      const of = (role: string) => ({ account: fresh.account("alice"), role, reference: "" });
      expect(attempt(fresh, grantorOf[held], type, of(held))).toBe("accepted");
      expect(attempt(fresh, grantorOf[asked], type, of(asked)), `${held} then ${asked}`).toBe(
        "authority/rolesConflict",
      );
    }
  }
});

test("a new holder grants in turn, from the next message on", () => {
  expect(attempt(ledger, "bob", type, content("custodian"))).toBe("authority/roleMissing");
  const grant = { actor: "governor", type, content: content("issuer", "bob") };
  expect(ledger.sendAll([grant, { actor: "bob", type, content: content("custodian") }]).code).toBe(0);
});

test("a reference may be empty, and as long as the limit", () => {
  expect(attempt(ledger, "issuer", type, content("custodian", "alice", ""))).toBe("accepted");
  expect(attempt(ledger, "issuer", type, content("custodian", "bob", "x".repeat(limits.textLengthMax)))).toBe(
    "accepted",
  );
  expect(attempt(ledger, "issuer", type, content("custodian", "carol", "x".repeat(limits.textLengthMax + 1)))).toBe(
    "core/malformedEncoding",
  );
  expect(attempt(ledger, "issuer", type, content("king"))).toBe("core/malformedEncoding");
});
