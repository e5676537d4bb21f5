// Random traffic over every message: whatever is accepted, every promise holds and no milligram is lost.
import fc from "fast-check";
import { expect, test } from "vitest";
import { read } from "#src/modules/metal-reserve/access.ts";
import { loadOutQueues } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import {
  attestationOf,
  copperLot,
  createMetalLedger,
  documentHash,
  keepers,
  sendDeposit,
  silverBar,
  type VaultName,
} from "#tests/support/metal.ts";

const stepSchema = fc.record({
  kind: fc.integer({ min: 0, max: 11 }),
  vault: fc.constantFrom<VaultName[]>("zurich", "shanghai"),
  actor: fc.constantFrom("alice", "bob"),
  certificateId: fc.integer({ min: 1, max: 9 }),
  weightMg: fc.bigInt({ min: 900_000n, max: 26_000_000_000n }),
  waitMs: fc.constantFrom(0, 0, 0, 86_400_000, 40 * 86_400_000),
});
type Step = typeof stepSchema extends fc.Arbitrary<infer Value> ? Value : never;

/** Sends what the step says; the certificate may not exist, may be another's, may be in the wrong state. */
function take(ledger: TestLedger, step: Step, serial: string) {
  const { kind, vault, actor, certificateId, weightMg } = step;
  const { custodian, auditor } = keepers[vault];
  const other = ledger.account(actor === "alice" ? "bob" : "alice");
  const named = { vault, certificateIds: [certificateId], documentHash };
  const next = loadOutQueues.first(ledger.state, vault) ?? 1;
  const kinds = [
    () => sendDeposit(ledger, { vault, depositor: actor, bars: [silverBar(serial)] }),
    () => sendDeposit(ledger, { vault, depositor: actor, metal: "CU", bars: [copperLot(serial)] }),
    () => ledger.send(auditor, "metal-reserve/attestVault", attestationOf(ledger, vault)),
    () => ledger.send(auditor, "metal-reserve/withdrawAttestation", { vault, reason: "doubt" }),
    () => ledger.send(actor, "metal-reserve/transferCertificate", { certificateId, to: other }),
    () =>
      ledger.send(actor, "metal-reserve/splitCertificate", {
        certificateId,
        piecesFineWeightMg: [weightMg, 7_000_000n],
      }),
    () => ledger.send(actor, "metal-reserve/requestDelivery", { certificateId, instructionHash: documentHash }),
    () => ledger.send(actor, "metal-reserve/cancelDelivery", { certificateId: next }),
    () => ledger.send(custodian, "metal-reserve/confirmDelivery", { ...named, certificateIds: [next] }),
    () => ledger.send(auditor, "metal-reserve/withdrawCertificates", { ...named, reason: "missing" }),
    () => ledger.send(auditor, "metal-reserve/reinstateCertificates", named),
    () =>
      weightMg % 2n === 0n
        ? ledger.send(actor, "reserve-player/passToReserve", { certificateIds: [certificateId] })
        : ledger.send(actor, "reserve-player/payFromReserve", {
            metal: "CU",
            fineWeightMgMost: weightMg,
            certificatesMost: 3,
          }),
  ];
  return kinds[kind]?.();
}

test("every promise holds after any traffic, and a refusal changes nothing", { timeout: 120_000 }, async () => {
  const accepted = new Set<number>();
  await fc.assert(
    fc.asyncProperty(fc.array(stepSchema, { minLength: 40, maxLength: 60 }), async (steps) => {
      const ledger = createMetalLedger();
      for (const [at, step] of steps.entries()) {
        if (step.waitMs > 0) ledger.advance(step.waitMs);
        const before = ledger.digest();
        const outcome = take(ledger, step, `S${at}`);
        if (outcome?.code === 0) accepted.add(step.kind);
        else expect(ledger.digest()).toBe(before);
      }
      expect(ledger.faults).toEqual([]);
      expect(await ledger.audit()).toEqual([]);
      for (const metal of ["AG", "CU"]) {
        const { attestedFineMg, unattestedFineMg } = read.reserveHoldings(ledger.state, metal);
        expect(attestedFineMg + unattestedFineMg <= read.heldFineMg(ledger.state, metal)).toBe(true);
      }
    }),
    { numRuns: 25, seed: 20_260_101 },
  );
  expect([...accepted].sort((left, right) => left - right)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});
