// Striking off metal that was not found.
import { beforeEach, expect, test } from "vitest";
import { read } from "#src/modules/metal-reserve/access.ts";
import {
  bars,
  certificates,
  loadOutQueues,
  ownedCertificates,
  vaultTotals,
} from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import {
  attest,
  createMetalLedger,
  depositBars,
  depositForReserve,
  documentHash,
  sendDeposit,
  silverBar,
} from "#tests/support/metal.ts";

const type = "metal-reserve/withdrawCertificates";
const named = (...certificateIds: number[]) => ({ vault: "zurich", certificateIds, documentHash, reason: "not found" });

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
  depositBars(ledger, { bars: [silverBar("A1"), silverBar("A2")] });
});

test("the metal counts for nothing, its owner keeps the claim, and the vault can be attested again", async () => {
  const { code, events } = ledger.send("auditor", type, named(1));
  expect(code).toBe(0);
  const owner = ledger.account("alice");
  expect(events).toMatchObject([
    { type: "metal-reserve/certificateWithdrawn", content: { certificateId: 1, owner, reason: "not found" } },
  ]);
  expect(certificates.get(ledger.state, 1)).toMatchObject({ state: "withdrawn", withdrawnFrom: "active", owner });
  expect(ownedCertificates.has(ledger.state, owner, 1)).toBe(true);
  expect(vaultTotals.get(ledger.state, "zurich", "AG")).toMatchObject({ items: 1, fineWeightMg: 31_000_000n });
  expect(attest(ledger).code).toBe(0);
  expect(read.certificate(ledger.state, 1).attested).toBe(false);
  expect(bars.get(ledger.state, "KGHM", "A1", 2024)?.heldFineWeightMg).toBe(0n);
  expect(sendDeposit(ledger, { bars: [silverBar("A1")] }).refused).toBe("metal-reserve/barKnown");
  expect(await ledger.audit()).toEqual([]);
});

test("the reserve loses what it owned", async () => {
  const [gone = 0, kept = 0] = depositForReserve(ledger, { bars: [silverBar("A3"), silverBar("A4", 30_000_000n)] });
  ledger.send("auditor", type, named(gone));
  expect(read.reserveHoldings(ledger.state, "AG")).toEqual({ attestedFineMg: 30_000_000n, unattestedFineMg: 0n });
  expect([...read.reserveOldestFirst(ledger.state, "AG")].map(({ certificateId }) => certificateId)).toEqual([kept]);
  expect(certificates.get(ledger.state, gone)?.withdrawnFrom).toBe("reserve-owned");
  expect(await ledger.audit()).toEqual([]);
});

test("what waits for delivery leaves the queue", async () => {
  ledger.send("alice", "metal-reserve/requestDelivery", { certificateId: 1, instructionHash: documentHash });
  ledger.send("auditor", type, named(1, 2));
  expect(loadOutQueues.count(ledger.state, "zurich")).toBe(0);
  expect(certificates.get(ledger.state, 1)?.withdrawnFrom).toBe("active");
  expect(await ledger.audit()).toEqual([]);
});

test("only the vault's auditors do, for metal in that vault, each once", () => {
  const before = ledger.digest();
  expect(ledger.send("custodian", type, named(1)).refused).toBe("authority/roleMissing");
  expect(ledger.send("auditor-2", type, named(1)).refused).toBe("metal-reserve/notVaultAuditor");
  expect(ledger.send("auditor", type, { ...named(1), vault: "atlantis" }).refused).toBe("metal-reserve/unknownVault");
  expect(ledger.send("auditor-2", type, { ...named(1), vault: "shanghai" }).refused).toBe(
    "metal-reserve/certificateElsewhere",
  );
  expect(ledger.send("auditor", type, named(1, 1)).refused).toBe("metal-reserve/certificateRepeated");
  expect(ledger.send("auditor", type, named(9)).refused).toBe("metal-reserve/unknownCertificate");
  expect(ledger.digest()).toBe(before);
  ledger.send("auditor", type, named(1));
  expect(ledger.send("auditor", type, named(1)).refused).toBe("metal-reserve/notHeld");
});
