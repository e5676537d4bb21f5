// Handing metal over.
import { beforeEach, expect, test } from "vitest";
import { dayMs, nextListHash } from "#src/modules/metal-reserve/rules.ts";
import { barLists, bars, certificates, ownedCertificates, vaultTotals } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { copperLot, createMetalLedger, depositBars, documentHash, silverBar } from "#tests/support/metal.ts";

const type = "metal-reserve/confirmDelivery";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
  depositBars(ledger, { bars: [silverBar("A1"), silverBar("A2"), silverBar("A3")] });
});

const request = (...certificateIds: number[]) => {
  for (const certificateId of certificateIds) {
    ledger.send("alice", "metal-reserve/requestDelivery", { certificateId, instructionHash: documentHash });
  }
};
const confirm = (...certificateIds: number[]) =>
  ledger.send("custodian", type, { vault: "zurich", certificateIds, documentHash });

test("the certificate ends, its bar stays as a tombstone, the list and the totals follow", async () => {
  request(2);
  const listBefore = barLists.get(ledger.state, "zurich");
  const { code, answer, events } = confirm(2);
  expect(code).toBe(0);
  const marks = { certificateId: 2, metal: "AG", refiner: "KGHM", serial: "A2", year: 2024 };
  const weights = { grossWeightMg: 31_100_000n, fineWeightMg: 31_000_000n };
  const change = { change: "delivered" as const, ...marks, ...weights };
  const listHash = nextListHash(listBefore?.listHash ?? new Uint8Array(), change);
  expect(answer).toEqual({ listHash });
  expect(barLists.get(ledger.state, "zurich")).toEqual({ deposits: 3, entries: 4, listHash });
  const owner = ledger.account("alice");
  const content = { vault: "zurich", ...marks, ...weights, listHash, owner, documentHash };
  expect(events).toEqual([{ type: "metal-reserve/certificateDelivered", content }]);
  expect(certificates.get(ledger.state, 2)).toMatchObject({ state: "delivered", owner });
  expect(ownedCertificates.has(ledger.state, owner, 2)).toBe(false);
  expect(bars.get(ledger.state, "KGHM", "A2", 2024)).toMatchObject({ certificateId: 2, heldFineWeightMg: 0n });
  expect(vaultTotals.get(ledger.state, "zurich", "AG")).toMatchObject({ items: 2, fineWeightMg: 62_000_000n });
  expect(await ledger.audit()).toEqual([]);
});

test("deliveries are made in the order in which they were asked for", () => {
  request(3, 1, 2);
  const before = ledger.digest();
  expect(confirm(1)).toMatchObject({ refused: "metal-reserve/notNextInQueue", details: { certificateId: 1, next: 3 } });
  expect(confirm(3, 2).details).toMatchObject({ certificateId: 2, next: 1 });
  expect(confirm(3, 3).details).toMatchObject({ certificateId: 3, next: 1 });
  expect(ledger.digest()).toBe(before);
  expect(confirm(3, 1).code).toBe(0);
  expect(confirm(2).code).toBe(0);
  expect(confirm(2).details).toEqual({ certificateId: 2, next: undefined });
});

test("only the vault's custodian confirms", () => {
  request(1);
  const before = ledger.digest();
  const content = { vault: "zurich", certificateIds: [1], documentHash };
  for (const actor of ["alice", "auditor", "governor"]) {
    expect(ledger.send(actor, type, content).refused, actor).toBe("authority/roleMissing");
  }
  expect(ledger.send("custodian-2", type, content).refused).toBe("metal-reserve/notVaultOperator");
  expect(ledger.send("custodian", type, { ...content, vault: "atlantis" }).refused).toBe("metal-reserve/unknownVault");
  expect(ledger.digest()).toBe(before);
});

test("a day lets through what the vault can load out, and the next day more", () => {
  ledger.send("governor", "metal-reserve/changeVault", { vault: "zurich", loadOutWeightMgPerDay: 31_100_000n });
  request(1, 2);
  expect(confirm(1).code).toBe(0);
  const refused = confirm(2);
  expect(refused.refused).toBe("metal-reserve/loadOutCapacityReached");
  const nextDayMs = Math.floor(ledger.state.timeMs / dayMs) * dayMs + dayMs;
  expect(refused.details).toEqual({ vault: "zurich", nextDayMs });
  ledger.advance(nextDayMs - 2 - ledger.state.timeMs);
  expect(confirm(2).refused).toBe("metal-reserve/loadOutCapacityReached");
  expect(ledger.state.timeMs).toBe(nextDayMs - 1);
  expect(confirm(2).code).toBe(0);
});

test("a lot heavier than a day's capacity leaves, and uses up the days after", () => {
  const [lot = 0] = depositBars(ledger, { metal: "CU", bars: [copperLot("C1")] });
  ledger.send("governor", "metal-reserve/changeVault", { vault: "zurich", loadOutWeightMgPerDay: 10_000_000_000n });
  request(lot, 1);
  expect(confirm(lot).code).toBe(0);
  ledger.advance(dayMs);
  expect(confirm(1).refused).toBe("metal-reserve/loadOutCapacityReached");
  ledger.advance(dayMs);
  expect(confirm(1).code).toBe(0);
});

test("a frozen owner's metal stays, and the queue goes on once the custodian has cancelled", () => {
  ledger.send("alice", "metal-reserve/transferCertificate", { certificateId: 2, to: ledger.account("bob") });
  request(1);
  ledger.send("bob", "metal-reserve/requestDelivery", { certificateId: 2, instructionHash: documentHash });
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("alice"), reference: "case 7" });
  expect(confirm(1).refused).toBe("metal-reserve/ownerFrozen");
  ledger.send("custodian", "metal-reserve/cancelDelivery", { certificateId: 1 });
  expect(confirm(2).code).toBe(0);
});
