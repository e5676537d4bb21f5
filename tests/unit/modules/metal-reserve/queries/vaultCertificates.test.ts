// A vault's bar list in full.
import { beforeEach, expect, test } from "vitest";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger, depositBars, documentHash, silverBar } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

type Page = { items: { certificateId: number }[]; next?: string };
const ask = (params: object) => ledger.query("metal-reserve/vaultCertificates", params) as Promise<Page>;

test("lists what the vault holds, without what left it", async () => {
  depositBars(ledger, { bars: [silverBar("A1"), silverBar("A2"), silverBar("A3")] });
  depositBars(ledger, { vault: "shanghai", bars: [silverBar("B1")] });
  const withdrawn = { vault: "zurich", certificateIds: [2], documentHash, reason: "missing" };
  ledger.send("auditor", "metal-reserve/withdrawCertificates", withdrawn);
  const first = await ask({ vault: "zurich", limit: 1 });
  const second = await ask({ vault: "zurich", limit: 1, after: first.next });
  expect([...first.items, ...second.items].map(({ certificateId }) => certificateId)).toEqual([1, 3]);
  expect(second.next).toBeUndefined();
});

test("refuses an unknown vault", async () => {
  await expect(async () => ask({ vault: "atlantis" })).rejects.toThrow("unknownVault");
});
