// Admitting a vault.
import { beforeEach, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { vaults } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger } from "#tests/support/metal.ts";

const type = "metal-reserve/registerVault";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

function newVault(changes: Record<string, unknown> = {}) {
  return {
    vault: "london",
    operator: ledger.account("custodian"),
    country: "GB",
    zone: "uk",
    auditors: [ledger.account("auditor"), ledger.account("auditor-2")],
    loadOutWeightMgPerDay: 1_000_000_000n,
    ...changes,
  };
}

test("a governor registers a vault, which takes deposits from then on", async () => {
  const { code, events } = ledger.send("governor", type, newVault({ attestationAgeMaxMs: 86_400_000 }));
  expect(code).toBe(0);
  expect(vaults.get(ledger.state, "london")).toEqual({
    operator: ledger.account("custodian"),
    country: "GB",
    zone: "uk",
    auditors: [ledger.account("auditor"), ledger.account("auditor-2")],
    loadOutWeightMgPerDay: 1_000_000_000n,
    attestationAgeMaxMs: 86_400_000,
    acceptsDeposits: true,
    registeredMs: ledger.state.timeMs,
  });
  expect(events.map((event) => event.type)).toEqual(["metal-reserve/vaultRegistered"]);
  expect(await ledger.audit()).toEqual([]);
});

test("nobody but a governor does", () => {
  const before = ledger.digest();
  for (const actor of ["alice", "issuer", "custodian", "auditor", "regulator"]) {
    expect(ledger.send(actor, type, newVault()).refused, actor).toBe("authority/roleMissing");
  }
  expect(ledger.digest()).toBe(before);
});

test("refuses a known name, and keepers without their roles or with both tasks", () => {
  const before = ledger.digest();
  const refusedFor = (changes: Record<string, unknown>) => ledger.send("governor", type, newVault(changes)).refused;
  expect(refusedFor({ vault: "zurich" })).toBe("metal-reserve/vaultKnown");
  expect(refusedFor({ operator: ledger.account("alice") })).toBe("metal-reserve/operatorLacksRole");
  expect(refusedFor({ auditors: [ledger.account("alice")] })).toBe("metal-reserve/auditorLacksRole");
  expect(refusedFor({ auditors: [ledger.account("custodian")] })).toBe("metal-reserve/auditorIsOperator");
  const auditor = ledger.account("auditor");
  expect(refusedFor({ auditors: [auditor, auditor] })).toBe("metal-reserve/auditorRepeated");
  expect(ledger.digest()).toBe(before);
});

test("takes as many vaults as a handler can visit, and not one more", () => {
  for (let count = 2; count < limits.vaultsMax; count += 1) {
    expect(ledger.send("governor", type, newVault({ vault: `vault-${count}` })).code).toBe(0);
  }
  expect(ledger.send("governor", type, newVault({ vault: "one-more" })).refused).toBe("metal-reserve/tooManyVaults");
});
