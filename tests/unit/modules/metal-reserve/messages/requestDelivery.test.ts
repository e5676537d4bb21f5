// Asking for delivery.
import { beforeEach, expect, test } from "vitest";
import { dayMs } from "#src/modules/metal-reserve/rules.ts";
import { certificates, deliveryRequests, loadOutQueues } from "#src/modules/metal-reserve/tables.ts";
import { type TestLedger, testGenesisTimeMs } from "#tests/support/ledger.ts";
import { createMetalLedger, depositBars, depositForReserve, documentHash, silverBar } from "#tests/support/metal.ts";

const type = "metal-reserve/requestDelivery";
const instructionHash = documentHash;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
  depositBars(ledger, { bars: [silverBar("A1"), silverBar("A2"), silverBar("A3")] });
});

test("the certificate joins the queue of its vault and waits", async () => {
  const { code, answer, events } = ledger.send("alice", type, { certificateId: 2, instructionHash });
  expect(code).toBe(0);
  const dueMs = testGenesisTimeMs + 2 * dayMs;
  expect(answer).toEqual({ position: 1, dueMs });
  expect(certificates.get(ledger.state, 2)?.state).toBe("delivery-requested");
  const requestedMs = ledger.state.timeMs;
  expect(deliveryRequests.get(ledger.state, 2)).toEqual({ requestedMs, dueMs, instructionHash });
  const title = { certificateId: 2, metal: "AG", vault: "zurich", fineWeightMg: 31_000_000n };
  const owner = ledger.account("alice");
  const content = { ...title, owner, dueMs, instructionHash };
  expect(events).toEqual([{ type: "metal-reserve/deliveryRequested", content }]);
  expect(await ledger.audit()).toEqual([]);
});

test("what waits ahead puts the date off at the vault's capacity", () => {
  ledger.send("governor", "metal-reserve/changeVault", { vault: "zurich", loadOutWeightMgPerDay: 31_100_000n });
  const dueDays = [1, 2, 3].map((certificateId) => {
    const { answer } = ledger.send("alice", type, { certificateId, instructionHash });
    return ((answer as { dueMs: number }).dueMs - testGenesisTimeMs) / dayMs;
  });
  expect(dueDays).toEqual([2, 3, 4]);
  expect(loadOutQueues.count(ledger.state, "zurich")).toBe(3);
});

test("only the owner asks, once, and never for the reserve's metal", () => {
  const refusedFor = (actor: string, certificateId: number) =>
    ledger.send(actor, type, { certificateId, instructionHash }).refused;
  const [reserves = 0] = depositForReserve(ledger, { bars: [silverBar("A4")] });
  const before = ledger.digest();
  expect(refusedFor("bob", 1)).toBe("metal-reserve/notOwner");
  expect(refusedFor("custodian", 1)).toBe("metal-reserve/notOwner");
  expect(refusedFor("alice", reserves)).toBe("metal-reserve/notOwner");
  expect(refusedFor("alice", 99)).toBe("metal-reserve/unknownCertificate");
  expect(ledger.digest()).toBe(before);
  ledger.send("alice", type, { certificateId: 1, instructionHash });
  expect(refusedFor("alice", 1)).toBe("metal-reserve/certificateNotActive");
});
