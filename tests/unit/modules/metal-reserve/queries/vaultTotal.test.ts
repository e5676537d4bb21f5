// How much of a metal a vault holds.
import { beforeEach, expect, test } from "vitest";
import { vaultTotal } from "#src/modules/metal-reserve/queries/vaultTotal.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger, depositForReserve, silverBar } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

const ask = (vault: string, metal: string) => ledger.query("metal-reserve/vaultTotal", { vault, metal });

test("shows the running total", async () => {
  depositForReserve(ledger, { bars: [silverBar("A1")] });
  expect(await ask("zurich", "AG")).toEqual({ items: 1, fineWeightMg: 31_000_000n, reserveFineWeightMg: 31_000_000n });
  expect(vaultTotal.proves?.({ vault: "zurich", metal: "AG" })).toBe("metal-reserve/vault-total/zurich/AG");
});

test("refuses unknown vaults and metals, and what the vault never held", async () => {
  await expect(async () => ask("atlantis", "AG")).rejects.toThrow("unknownVault");
  await expect(async () => ask("zurich", "AU")).rejects.toThrow("unknownMetal");
  await expect(async () => ask("zurich", "CU")).rejects.toThrow("unknownTotal");
});
