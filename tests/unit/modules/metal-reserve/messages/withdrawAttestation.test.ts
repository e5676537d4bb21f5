// Withdrawing an attestation.
import { beforeEach, expect, test } from "vitest";
import { read } from "#src/modules/metal-reserve/access.ts";
import { attestations } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { attest, createMetalLedger, depositForReserve, silverBar } from "#tests/support/metal.ts";

const type = "metal-reserve/withdrawAttestation";
const content = { vault: "zurich", reason: "seals broken" };

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

test("none of the vault's metal counts until it is attested anew; other vaults' does", async () => {
  depositForReserve(ledger, { bars: [silverBar("A1")] });
  depositForReserve(ledger, { vault: "shanghai", bars: [silverBar("B1", 30_000_000n)] });
  const { code, events } = ledger.send("auditor", type, content);
  expect(code).toBe(0);
  const auditor = ledger.account("auditor");
  expect(events).toEqual([
    { type: "metal-reserve/attestationWithdrawn", content: { ...content, auditor, by: auditor } },
  ]);
  expect(attestations.get(ledger.state, "zurich")?.withdrawn).toEqual({
    by: auditor,
    atMs: ledger.state.timeMs,
    reason: "seals broken",
  });
  expect(read.reserveHoldings(ledger.state, "AG")).toEqual({
    attestedFineMg: 30_000_000n,
    unattestedFineMg: 31_000_000n,
  });
  expect(read.certificate(ledger.state, 1).attested).toBe(false);
  attest(ledger);
  expect(read.reserveHoldings(ledger.state, "AG")).toEqual({ attestedFineMg: 61_000_000n, unattestedFineMg: 0n });
  expect(await ledger.audit()).toEqual([]);
});

test("refuses strangers, and where there is nothing to withdraw", () => {
  expect(ledger.send("auditor", type, content).refused).toBe("metal-reserve/unknownAttestation");
  attest(ledger);
  const before = ledger.digest();
  expect(ledger.send("custodian", type, content).refused).toBe("authority/roleMissing");
  expect(ledger.send("auditor-2", type, content).refused).toBe("metal-reserve/notVaultAuditor");
  expect(ledger.send("auditor", type, { ...content, vault: "atlantis" }).refused).toBe("metal-reserve/unknownVault");
  expect(ledger.digest()).toBe(before);
  ledger.send("auditor", type, content);
  expect(ledger.send("auditor", type, content).refused).toBe("metal-reserve/attestationAlreadyWithdrawn");
});
