// One metal certificate.
import { beforeEach, expect, test } from "vitest";
import { certificate } from "#src/modules/metal-reserve/queries/certificate.ts";
import { certificates } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { attest, createMetalLedger, depositBars, silverBar } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

const ask = (certificateId: number) => ledger.query("metal-reserve/certificate", { certificateId });

test("shows the row, and until when it is attested", async () => {
  depositBars(ledger, { bars: [silverBar("A1")] });
  const row = certificates.get(ledger.state, 1);
  expect(await ask(1)).toEqual({ certificate: row });
  const { untilMs } = attest(ledger).answer as { untilMs: number };
  expect(await ask(1)).toEqual({ certificate: row, attestedUntilMs: untilMs });
  expect(certificate.proves?.({ certificateId: 1 })).toBe("metal-reserve/certificate/0000000000000001");
});

test("refuses a number that no certificate has", async () => {
  await expect(ask(1)).rejects.toThrow("unknownCertificate");
});
