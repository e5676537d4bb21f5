// Taking back metal that was found again.
import { beforeEach, expect, test } from "vitest";
import { read } from "#src/modules/metal-reserve/access.ts";
import { certificates, vaultTotals } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import {
  attest,
  createMetalLedger,
  depositBars,
  depositForReserve,
  documentHash,
  silverBar,
} from "#tests/support/metal.ts";

const type = "metal-reserve/reinstateCertificates";
const named = (...certificateIds: number[]) => ({ vault: "zurich", certificateIds, documentHash });

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

const withdraw = (...certificateIds: number[]) =>
  ledger.send("auditor", "metal-reserve/withdrawCertificates", { ...named(...certificateIds), reason: "not found" });

test("the certificate is what it was, covered again by the auditor's word", async () => {
  depositBars(ledger, { bars: [silverBar("A1")] });
  attest(ledger);
  const before = certificates.get(ledger.state, 1);
  withdraw(1);
  const { code, events } = ledger.send("auditor", type, named(1));
  expect(code).toBe(0);
  expect(events).toMatchObject([
    { type: "metal-reserve/certificateReinstated", content: { certificateId: 1, owner: ledger.account("alice") } },
  ]);
  expect(certificates.get(ledger.state, 1)).toEqual(before);
  expect(vaultTotals.get(ledger.state, "zurich", "AG")).toMatchObject({ items: 1, fineWeightMg: 31_000_000n });
  expect(read.certificate(ledger.state, 1).attested).toBe(true);
  expect(await ledger.audit()).toEqual([]);
});

test("the reserve's metal comes back to the reserve, last in the order of payment", async () => {
  const ids = depositForReserve(ledger, { bars: [silverBar("A1"), silverBar("A2")] });
  const [first = 0, second = 0] = ids;
  withdraw(first);
  ledger.send("auditor", type, named(first));
  const order = [...read.reserveOldestFirst(ledger.state, "AG")].map(({ certificateId }) => certificateId);
  expect(order).toEqual([second, first]);
  expect(read.reserveHoldings(ledger.state, "AG").attestedFineMg).toBe(62_000_000n);
  expect(await ledger.audit()).toEqual([]);
});

test("only the vault's auditors do, for withdrawn certificates of that vault, each once", () => {
  depositBars(ledger, { bars: [silverBar("A1"), silverBar("A2")] });
  withdraw(1);
  const before = ledger.digest();
  expect(ledger.send("custodian", type, named(1)).refused).toBe("authority/roleMissing");
  expect(ledger.send("auditor-2", type, named(1)).refused).toBe("metal-reserve/notVaultAuditor");
  expect(ledger.send("auditor-2", type, { ...named(1), vault: "shanghai" }).refused).toBe(
    "metal-reserve/certificateElsewhere",
  );
  expect(ledger.send("auditor", type, named(1, 1)).refused).toBe("metal-reserve/certificateRepeated");
  expect(ledger.send("auditor", type, named(9)).refused).toBe("metal-reserve/unknownCertificate");
  expect(ledger.send("auditor", type, named(1, 2)).refused).toBe("metal-reserve/notWithdrawn");
  expect(ledger.digest()).toBe(before);
});
