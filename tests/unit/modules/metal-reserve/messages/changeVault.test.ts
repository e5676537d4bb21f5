// Changing a vault.
import { beforeEach, expect, test } from "vitest";
import { vaults } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger, sendDeposit, silverBar } from "#tests/support/metal.ts";

const type = "metal-reserve/changeVault";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

test("changes what is named and leaves the rest", () => {
  const before = vaults.get(ledger.state, "zurich");
  const auditors = [ledger.account("auditor-2")];
  const changes = { auditors, loadOutWeightMgPerDay: 5n, attestationAgeMaxMs: 1_000 };
  const { code, events } = ledger.send("governor", type, { vault: "zurich", ...changes });
  expect(code).toBe(0);
  expect(vaults.get(ledger.state, "zurich")).toEqual({ ...before, ...changes });
  expect(events).toMatchObject([
    { type: "metal-reserve/vaultChanged", content: { vault: "zurich", auditors, by: ledger.account("governor") } },
  ]);
});

test("a new operator takes deposits, the old one does not any more", () => {
  ledger.send("governor", type, { vault: "zurich", operator: ledger.account("custodian-2") });
  expect(sendDeposit(ledger, { bars: [silverBar("A1")] }).refused).toBe("metal-reserve/notVaultOperator");
});

test("a closed vault takes no deposits until it is opened again", () => {
  ledger.send("governor", type, { vault: "zurich", acceptsDeposits: false });
  expect(sendDeposit(ledger, { bars: [silverBar("A1")] }).refused).toBe("metal-reserve/vaultClosed");
  ledger.send("governor", type, { vault: "zurich", acceptsDeposits: true });
  expect(sendDeposit(ledger, { bars: [silverBar("A1")] }).code).toBe(0);
});

test("refuses strangers, unknown vaults, and keepers without their roles", () => {
  const before = ledger.digest();
  const refusedFor = (actor: string, content: unknown) => ledger.send(actor, type, content).refused;
  expect(refusedFor("issuer", { vault: "zurich", acceptsDeposits: false })).toBe("authority/roleMissing");
  expect(refusedFor("governor", { vault: "atlantis" })).toBe("metal-reserve/unknownVault");
  const alice = ledger.account("alice");
  expect(refusedFor("governor", { vault: "zurich", operator: alice })).toBe("metal-reserve/operatorLacksRole");
  expect(refusedFor("governor", { vault: "zurich", auditors: [alice] })).toBe("metal-reserve/auditorLacksRole");
  const custodian = ledger.account("custodian");
  expect(refusedFor("governor", { vault: "zurich", auditors: [custodian] })).toBe("metal-reserve/auditorIsOperator");
  expect(ledger.digest()).toBe(before);
});
