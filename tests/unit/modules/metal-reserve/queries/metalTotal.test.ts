// How much of a metal is held.
import { beforeEach, expect, test } from "vitest";
import { metalTotal } from "#src/modules/metal-reserve/queries/metalTotal.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger, depositBars, depositForReserve, silverBar } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

const ask = (metal: string) => ledger.query("metal-reserve/metalTotal", { metal });

test("sums over vaults and owners", async () => {
  expect(await ask("AG")).toEqual({ items: 0, fineWeightMg: 0n, reserveFineWeightMg: 0n });
  depositForReserve(ledger, { bars: [silverBar("A1")] });
  depositBars(ledger, { vault: "shanghai", bars: [silverBar("B1", 30_000_000n)] });
  expect(await ask("AG")).toEqual({ items: 2, fineWeightMg: 61_000_000n, reserveFineWeightMg: 31_000_000n });
  expect(metalTotal.proves?.({ metal: "AG" })).toBe("metal-reserve/metal-total/AG");
});

test("refuses an unknown metal", async () => {
  await expect(ask("AU")).rejects.toThrow("unknownMetal");
});
