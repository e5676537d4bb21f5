// Taking back a request for delivery.
import { beforeEach, expect, test } from "vitest";
import { certificates, deliveryRequests, loadOutQueues } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger, depositBars, documentHash, silverBar } from "#tests/support/metal.ts";

const type = "metal-reserve/cancelDelivery";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
  depositBars(ledger, { bars: [silverBar("A1"), silverBar("A2"), silverBar("A3")] });
  for (const certificateId of [1, 2, 3]) {
    ledger.send("alice", "metal-reserve/requestDelivery", { certificateId, instructionHash: documentHash });
  }
});

test("the certificate leaves the queue from wherever it stands, and is free again", async () => {
  const { code, events } = ledger.send("alice", type, { certificateId: 2 });
  expect(code).toBe(0);
  expect(certificates.get(ledger.state, 2)?.state).toBe("active");
  expect(deliveryRequests.has(ledger.state, 2)).toBe(false);
  expect(loadOutQueues.next(ledger.state, 1)).toBe(3);
  const alice = ledger.account("alice");
  const title = { certificateId: 2, metal: "AG", vault: "zurich", fineWeightMg: 31_000_000n };
  expect(events).toEqual([{ type: "metal-reserve/deliveryCancelled", content: { ...title, owner: alice, by: alice } }]);
  expect(await ledger.audit()).toEqual([]);
});

test("only its owner does, and once", () => {
  const before = ledger.digest();
  for (const actor of ["bob", "custodian", "governor"]) {
    expect(ledger.send(actor, type, { certificateId: 1 }).refused, actor).toBe("metal-reserve/notOwner");
  }
  expect(ledger.send("alice", type, { certificateId: 9 }).refused).toBe("metal-reserve/unknownCertificate");
  expect(ledger.digest()).toBe(before);
  ledger.send("alice", type, { certificateId: 1 });
  expect(ledger.send("alice", type, { certificateId: 1 }).refused).toBe("metal-reserve/deliveryNotRequested");
});

test("the vault's custodian does it for an owner whose account is frozen, so that others are served", async () => {
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("alice"), reference: "case 7" });
  expect(ledger.send("custodian-2", type, { certificateId: 1 }).refused).toBe("metal-reserve/notOwner");
  const { code, events } = ledger.send("custodian", type, { certificateId: 1 });
  expect(code).toBe(0);
  expect(events[0]?.content).toMatchObject({ owner: ledger.account("alice"), by: ledger.account("custodian") });
  expect(await ledger.audit()).toEqual([]);
});
