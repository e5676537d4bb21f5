// When an attestation counts.
import { beforeEach, expect, test } from "vitest";
import { read } from "#src/modules/metal-reserve/access.ts";
import { parameters } from "#src/modules/metal-reserve/parameters.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { attest, createMetalLedger, depositBars, depositForReserve, silverBar } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

const isAttested = () => read.isVaultAttested(ledger.state, "zurich");
const advanceTo = (timeMs: number) => ledger.advance(timeMs - ledger.state.timeMs);

test("a vault that was never attested is not", () => {
  expect(isAttested()).toBe(false);
  expect(read.isVaultAttested(ledger.state, "atlantis")).toBe(false);
});

test("it counts up to its last millisecond, and the reserve's metal with it", () => {
  depositForReserve(ledger, { bars: [silverBar("A1")] });
  const untilMs = read.certificate(ledger.state, 1).attestedUntilMs ?? 0;
  advanceTo(untilMs - 1);
  expect(isAttested()).toBe(true);
  expect(read.reserveHoldings(ledger.state, "AG").unattestedFineMg).toBe(0n);
  advanceTo(untilMs);
  expect(isAttested()).toBe(false);
  expect(read.reserveHoldings(ledger.state, "AG")).toEqual({ attestedFineMg: 0n, unattestedFineMg: 31_000_000n });
});

test("a vault's own age limit counts where it is shorter, never where it is longer", () => {
  const ageMaxMs = Number(parameters.attestationAgeMaxMs.default);
  const setAge = (attestationAgeMaxMs: number) =>
    ledger.send("governor", "metal-reserve/changeVault", { vault: "zurich", attestationAgeMaxMs });
  setAge(1_000);
  const shorter = attest(ledger).answer as { untilMs: number };
  expect(shorter.untilMs).toBe(ledger.state.timeMs + 1_000);
  setAge(2 * ageMaxMs);
  const longer = attest(ledger).answer as { untilMs: number };
  expect(longer.untilMs).toBe(ledger.state.timeMs + ageMaxMs);
});

test("it ends with its auditor's role", () => {
  attest(ledger);
  const revoked = { account: ledger.account("auditor"), role: "auditor", reference: "struck off" };
  expect(ledger.send("governor", "authority/revokeRole", revoked).code).toBe(0);
  expect(isAttested()).toBe(false);
});

test("it ends when its auditor is not assigned to the vault any more", () => {
  attest(ledger);
  ledger.send("governor", "metal-reserve/changeVault", { vault: "zurich", auditors: [ledger.account("auditor-2")] });
  expect(isAttested()).toBe(false);
});

test("delivered metal is attested by nobody", () => {
  depositBars(ledger, { bars: [silverBar("A1")] });
  attest(ledger);
  const documentHash = new Uint8Array(32);
  ledger.send("alice", "metal-reserve/requestDelivery", { certificateId: 1, instructionHash: documentHash });
  expect(read.certificate(ledger.state, 1).attested).toBe(true);
  ledger.send("custodian", "metal-reserve/confirmDelivery", { vault: "zurich", certificateIds: [1], documentHash });
  expect(read.certificate(ledger.state, 1)).toMatchObject({ state: "delivered", attested: false });
});
