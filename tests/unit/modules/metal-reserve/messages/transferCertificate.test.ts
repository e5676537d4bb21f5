// Giving a metal certificate to somebody else.
import { beforeEach, expect, test } from "vitest";
import { certificates, ownedCertificates } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import {
  createMetalLedger,
  depositBars,
  depositForReserve,
  documentHash,
  reserveAccount,
  silverBar,
} from "#tests/support/metal.ts";

const type = "metal-reserve/transferCertificate";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
  depositBars(ledger, { bars: [silverBar("A1")] });
});

const toBob = () => ({ certificateId: 1, to: ledger.account("bob") });

test("title moves, and with it the place in the lists", async () => {
  const { code, events } = ledger.send("alice", type, toBob());
  expect(code).toBe(0);
  const [alice, bob] = [ledger.account("alice"), ledger.account("bob")];
  expect(certificates.get(ledger.state, 1)).toMatchObject({ owner: bob, depositor: alice, state: "active" });
  expect([alice, bob].map((owner) => ownedCertificates.has(ledger.state, owner, 1))).toEqual([false, true]);
  const title = { certificateId: 1, metal: "AG", vault: "zurich", fineWeightMg: 31_000_000n };
  expect(events).toEqual([
    { type: "metal-reserve/certificateTransferred", content: { ...title, from: alice, to: bob } },
  ]);
  expect(await ledger.audit()).toEqual([]);
});

test("only the owner gives it, to another account that can hold it", () => {
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("carol"), reference: "case 7" });
  const before = ledger.digest();
  const refusedFor = (actor: string, content: unknown) => ledger.send(actor, type, content).refused;
  expect(refusedFor("bob", toBob())).toBe("metal-reserve/notOwner");
  expect(refusedFor("custodian", toBob())).toBe("metal-reserve/notOwner");
  expect(refusedFor("alice", { certificateId: 2, to: ledger.account("bob") })).toBe("metal-reserve/unknownCertificate");
  expect(refusedFor("alice", { certificateId: 1, to: ledger.account("alice") })).toBe("metal-reserve/ownerIsPayee");
  expect(refusedFor("alice", { certificateId: 1, to: ledger.account("carol") })).toBe("accounts/accountFrozen");
  expect(refusedFor("alice", { certificateId: 1, to: reserveAccount })).toBe("accounts/ledgerAccount");
  expect(ledger.digest()).toBe(before);
});

test("not while it waits for delivery or is withdrawn, and never once it is delivered or the reserve's", () => {
  ledger.send("alice", "metal-reserve/requestDelivery", { certificateId: 1, instructionHash: documentHash });
  const refusalNow = () => ledger.send("alice", type, toBob());
  expect(refusalNow().details).toMatchObject({ state: "delivery-requested" });
  ledger.send("alice", "metal-reserve/cancelDelivery", { certificateId: 1 });
  const named = { vault: "zurich", certificateIds: [1], documentHash };
  ledger.send("auditor", "metal-reserve/withdrawCertificates", { ...named, reason: "missing" });
  expect(refusalNow().details).toMatchObject({ state: "withdrawn" });
  ledger.send("auditor", "metal-reserve/reinstateCertificates", named);
  ledger.send("alice", "metal-reserve/requestDelivery", { certificateId: 1, instructionHash: documentHash });
  ledger.send("custodian", "metal-reserve/confirmDelivery", named);
  expect(refusalNow()).toMatchObject({
    refused: "metal-reserve/certificateNotActive",
    details: { state: "delivered" },
  });
  const [reserves = 0] = depositForReserve(ledger, { bars: [silverBar("A2")] });
  const refused = ledger.send("alice", type, { certificateId: reserves, to: ledger.account("bob") }).refused;
  expect(refused).toBe("metal-reserve/notOwner");
});
