// The rules for one metal.
import { beforeEach, expect, test } from "vitest";
import { metal } from "#src/modules/metal-reserve/queries/metal.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

test("shows its rules", async () => {
  const answer = await ledger.query("metal-reserve/metal", { metal: "CU" });
  expect(answer).toMatchObject({ form: "lot", unit: "kg", finenessPpmMin: 999_935 });
  expect(metal.proves?.({ metal: "CU" })).toBe("metal-reserve/metal/CU");
});

test("refuses an unknown one", async () => {
  await expect(async () => ledger.query("metal-reserve/metal", { metal: "AU" })).rejects.toThrow("unknownMetal");
});
