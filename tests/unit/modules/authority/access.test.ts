// What other modules ask of roles: whether one is held, and a refusal that names the one that is missing.
import { expect, test } from "vitest";
import { accountFromBytes } from "#src/core/account.ts";
import { read } from "#src/modules/authority/access.ts";
import { grants } from "#src/modules/authority/tables.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { refusalOf } from "#tests/support/refusal.ts";

const alice = accountFromBytes(new Uint8Array(20).fill(1));
const bob = accountFromBytes(new Uint8Array(20).fill(2));
const { journal } = memoryState();
grants.put(journal, "custodian", alice, { grantor: bob, grantedMs: 0, reference: "" });

test("a role is held by whom it was granted to, and by nobody else", () => {
  expect([
    read.hasRole(journal, alice, "custodian"),
    read.hasRole(journal, alice, "auditor"),
    read.hasRole(journal, bob, "custodian"),
  ]).toEqual([true, false, false]);
});

test("a missing role is refused by its name", () => {
  expect(refusalOf(() => read.requireRole(journal, alice, "custodian"))).toBe("nothing");
  expect(() => read.requireRole(journal, bob, "custodian")).toThrow(
    expect.objectContaining({ details: { account: bob, role: "custodian" } }),
  );
});

test("one of several roles is enough, and the first is named when all are missing", () => {
  expect(refusalOf(() => read.requireOneOf(journal, alice, ["auditor", "custodian"]))).toBe("nothing");
  expect(() => read.requireOneOf(journal, bob, ["auditor", "custodian"])).toThrow(
    expect.objectContaining({ details: { account: bob, role: "auditor" } }),
  );
});
