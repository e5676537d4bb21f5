// What other modules see of metal.
import { beforeEach, expect, test } from "vitest";
import { read } from "#src/modules/metal-reserve/access.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { attest, createMetalLedger, depositBars, silverBar } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

test("metals and their price units", () => {
  expect(read.metalNames(ledger.state)).toEqual(["AG", "CU"]);
  expect(read.mgPerPriceUnit(ledger.state, "AG")).toBe(1_000n);
  expect(read.mgPerPriceUnit(ledger.state, "CU")).toBe(1_000_000n);
  expect(read.metal(ledger.state, "AU")).toBeUndefined();
  expect(() => read.requireMetal(ledger.state, "AU")).toThrow("unknownMetal");
});

test("a certificate at the block's time", () => {
  depositBars(ledger, { bars: [silverBar("A1")] });
  const seen = {
    certificateId: 1,
    metal: "AG",
    fineWeightMg: 31_000_000n,
    owner: ledger.account("alice"),
    vault: "zurich",
    state: "active",
  };
  expect(read.certificate(ledger.state, 1)).toEqual({ ...seen, attested: false, attestedUntilMs: undefined });
  const { untilMs } = attest(ledger).answer as { untilMs: number };
  expect(read.certificate(ledger.state, 1)).toEqual({ ...seen, attested: true, attestedUntilMs: untilMs });
  expect(() => read.certificate(ledger.state, 2)).toThrow("unknownCertificate");
});

test("the reserve owns nothing at first, and of an unknown metal nothing can be said", () => {
  expect(read.reserveHoldings(ledger.state, "CU")).toEqual({ attestedFineMg: 0n, unattestedFineMg: 0n });
  expect(() => read.reserveHoldings(ledger.state, "AU")).toThrow("unknownMetal");
  expect(read.heldFineMg(ledger.state, "AU")).toBe(0n);
});
