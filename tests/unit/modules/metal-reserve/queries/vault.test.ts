// One vault.
import { beforeEach, expect, test } from "vitest";
import { vault } from "#src/modules/metal-reserve/queries/vault.ts";
import { vaults } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

test("shows the vault as it is registered", async () => {
  expect(await ledger.query("metal-reserve/vault", { vault: "zurich" })).toEqual(vaults.get(ledger.state, "zurich"));
  expect(vault.proves?.({ vault: "zurich" })).toBe("metal-reserve/vault/zurich");
});

test("refuses an unknown one", async () => {
  await expect(ledger.query("metal-reserve/vault", { vault: "atlantis" })).rejects.toThrow("unknownVault");
});
