// The first holders of roles, each named once and none of two roles that must be apart.
import { expect, test } from "vitest";
import { accountFromBytes } from "#src/core/account.ts";
import { genesis } from "#src/modules/authority/genesis.ts";
import { holderCountsEqualGrants } from "#src/modules/authority/invariants.ts";
import type { Role } from "#src/modules/authority/rules.ts";
import { grants, holderCounts } from "#src/modules/authority/tables.ts";
import { createAccountsLedger } from "#tests/support/accountsLedger.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { refusalOf } from "#tests/support/refusal.ts";

const account = (number: number) => accountFromBytes(new Uint8Array(20).fill(number));
const grant = (role: Role, number: number) => ({ role, account: account(number), grantor: account(1) });

test("the roles of the file are held and counted from the start", async () => {
  const state = memoryState(0, 5);
  genesis.initialise(state.journal, { grants: [grant("governor", 1), grant("custodian", 2), grant("custodian", 3)] });
  expect(grants.get(state.journal, "custodian", account(2))).toEqual({
    grantor: account(1),
    grantedMs: 5,
    reference: "genesis",
  });
  expect(holderCounts.get(state.journal, "custodian")).toBe(2);
  expect(await holderCountsEqualGrants({ state: state.scanner() })).toEqual([]);
});

test("a file that names a holding twice, or two roles that are apart, is refused", () => {
  const initialise = (...list: ReturnType<typeof grant>[]) =>
    refusalOf(() => genesis.initialise(memoryState(0).journal, { grants: list }));
  expect(initialise(grant("governor", 1), grant("governor", 1))).toBe("authority/roleHeld");
  expect(initialise(grant("auditor", 1), grant("custodian", 1))).toBe("authority/rolesConflict");
  expect(initialise(grant("auditor", 1), grant("custodian", 2))).toBe("nothing");
});

test("a devnet has one account for every role", async () => {
  const ledger = createAccountsLedger();
  for (const role of ["governor", "issuer", "regulator", "custodian", "auditor", "price-feeder", "participant-bank"]) {
    expect(grants.has(ledger.state, role, ledger.account(role)), role).toBe(true);
  }
  expect(grants.has(ledger.state, "governor", ledger.account("alice"))).toBe(false);
  expect(await ledger.audit()).toEqual([]);
});
