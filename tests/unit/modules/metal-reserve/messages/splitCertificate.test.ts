// Splitting a lot.
import { beforeEach, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { read } from "#src/modules/metal-reserve/access.ts";
import { certificates, vaultTotals } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { attest, copperLot, createMetalLedger, depositBars, documentHash, silverBar } from "#tests/support/metal.ts";

const type = "metal-reserve/splitCertificate";
const kg = 1_000_000n;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
  depositBars(ledger, { metal: "CU", bars: [copperLot("C1", 25_000n * kg)] });
});

test("pieces inherit marks, provenance and cover, and every milligram is still there", async () => {
  attest(ledger);
  const lot = certificates.get(ledger.state, 1);
  const piecesFineWeightMg = [1_234_567_891n, 5_000n * kg];
  const { code, answer, events } = ledger.send("alice", type, { certificateId: 1, piecesFineWeightMg });
  expect(code).toBe(0);
  const restFineWeightMg = 25_000n * kg - 1_234_567_891n - 5_000n * kg;
  expect(answer).toEqual({ certificateIds: [2, 3], restFineWeightMg });
  const [rest, first, second] = [1, 2, 3].map((id) => certificates.get(ledger.state, id));
  const grossSum = (rest?.grossWeightMg ?? 0n) + (first?.grossWeightMg ?? 0n) + (second?.grossWeightMg ?? 0n);
  expect(grossSum).toBe(lot?.grossWeightMg);
  const { grossWeightMg: _, fineWeightMg: __, ...provenance } = lot ?? { grossWeightMg: 0n, fineWeightMg: 0n };
  expect(rest).toMatchObject({ ...provenance, fineWeightMg: restFineWeightMg });
  expect(first).toMatchObject({ ...provenance, fineWeightMg: 1_234_567_891n, splitFrom: 1 });
  expect(second).toMatchObject({ ...provenance, fineWeightMg: 5_000n * kg, splitFrom: 1 });
  expect(read.certificate(ledger.state, 3).attested).toBe(true);
  expect(vaultTotals.get(ledger.state, "zurich", "CU")).toMatchObject({ items: 1, fineWeightMg: 25_000n * kg });
  const pieces = [first, second].map((piece, at) => ({
    certificateId: at + 2,
    fineWeightMg: piece?.fineWeightMg,
    grossWeightMg: piece?.grossWeightMg,
  }));
  const split = { certificateId: 1, owner: ledger.account("alice"), restFineWeightMg, pieces };
  expect(events).toEqual([{ type: "metal-reserve/certificateSplit", content: split }]);
  expect(await ledger.audit()).toEqual([]);
});

test("a piece can be split again, and each piece delivered for itself", async () => {
  ledger.send("alice", type, { certificateId: 1, piecesFineWeightMg: [10n * kg] });
  ledger.send("alice", type, { certificateId: 2, piecesFineWeightMg: [3n * kg] });
  for (const certificateId of [3, 1]) {
    ledger.send("alice", "metal-reserve/requestDelivery", { certificateId, instructionHash: documentHash });
  }
  ledger.send("custodian", "metal-reserve/confirmDelivery", { vault: "zurich", certificateIds: [3, 1], documentHash });
  expect(vaultTotals.get(ledger.state, "zurich", "CU")).toMatchObject({ items: 1, fineWeightMg: 7n * kg });
  expect(await ledger.audit()).toEqual([]);
});

test("a bar is never divided", () => {
  const [bar = 0] = depositBars(ledger, { bars: [silverBar("A1")] });
  const refused = ledger.send("alice", type, { certificateId: bar, piecesFineWeightMg: [1n] }).refused;
  expect(refused).toBe("metal-reserve/barIndivisible");
});

test("neither a piece nor the rest is lighter than the lightest piece", () => {
  const outcomeOf = (...piecesFineWeightMg: bigint[]) =>
    ledger.send("alice", type, { certificateId: 1, piecesFineWeightMg });
  const before = ledger.digest();
  expect(outcomeOf(kg - 1n).refused).toBe("metal-reserve/pieceTooLight");
  expect(outcomeOf(5n * kg, kg - 1n).refused).toBe("metal-reserve/pieceTooLight");
  expect(outcomeOf(24_999n * kg + 1n).refused).toBe("metal-reserve/pieceTooLight");
  expect(outcomeOf(25_000n * kg).refused).toBe("metal-reserve/piecesTooHeavy");
  expect(outcomeOf(20_000n * kg, 20_000n * kg).refused).toBe("metal-reserve/piecesTooHeavy");
  expect(ledger.digest()).toBe(before);
  expect(outcomeOf(24_998n * kg, kg).answer).toMatchObject({ restFineWeightMg: kg });
});

test("cuts as many pieces as a message may name", async () => {
  const piecesFineWeightMg = Array.from({ length: limits.lotPiecesMax }, () => 7n * kg);
  expect(ledger.send("alice", type, { certificateId: 1, piecesFineWeightMg }).code).toBe(0);
  expect(await ledger.audit()).toEqual([]);
});

test("only the owner splits it, while it is active", () => {
  const content = { certificateId: 1, piecesFineWeightMg: [kg] };
  expect(ledger.send("bob", type, content).refused).toBe("metal-reserve/notOwner");
  expect(ledger.send("alice", type, { ...content, certificateId: 9 }).refused).toBe("metal-reserve/unknownCertificate");
  ledger.send("alice", "metal-reserve/requestDelivery", { certificateId: 1, instructionHash: documentHash });
  expect(ledger.send("alice", type, content).refused).toBe("metal-reserve/certificateNotActive");
});
