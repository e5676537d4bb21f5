// One bar by its marks.
import { beforeEach, expect, test } from "vitest";
import { bar } from "#src/modules/metal-reserve/queries/bar.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger, depositBars, silverBar } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

const marks = { refiner: "KGHM", serial: "A1", year: 2024 };

test("shows the bar of these marks", async () => {
  depositBars(ledger, { bars: [silverBar("A1")] });
  expect(await ledger.query("metal-reserve/bar", marks)).toEqual({
    metal: "AG",
    vault: "zurich",
    certificateId: 1,
    grossWeightMg: 31_100_000n,
    fineWeightMg: 31_000_000n,
    heldFineWeightMg: 31_000_000n,
  });
  expect(bar.proves?.(marks)).toBe("metal-reserve/bar/KGHM/A1/0000000000002024");
});

test("refuses marks that no bar has", async () => {
  await expect(ledger.query("metal-reserve/bar", marks)).rejects.toThrow("unknownBar");
});
