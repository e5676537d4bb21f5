// The head of a vault's bar list.
import { beforeEach, expect, test } from "vitest";
import { barList } from "#src/modules/metal-reserve/queries/barList.ts";
import { barLists } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { copperLot, createMetalLedger, depositBars, silverBar } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

test("shows what an auditor attests", async () => {
  depositBars(ledger, { bars: [silverBar("A1"), silverBar("A2")] });
  depositBars(ledger, { metal: "CU", bars: [copperLot("C1")] });
  const list = barLists.get(ledger.state, "zurich");
  expect(await ledger.query("metal-reserve/barList", { vault: "zurich" })).toEqual({
    ...list,
    counts: [
      { metal: "AG", items: 2, fineWeightMg: 62_000_000n },
      { metal: "CU", items: 1, fineWeightMg: 25_000_000_000n },
    ],
  });
  expect(barList.proves?.({ vault: "zurich" })).toBe("metal-reserve/bar-list/zurich");
});

test("refuses an unknown vault", async () => {
  await expect(ledger.query("metal-reserve/barList", { vault: "atlantis" })).rejects.toThrow("unknownVault");
});
