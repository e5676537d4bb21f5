// An account's metal certificates.
import { beforeEach, expect, test } from "vitest";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger, depositBars, silverBar } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

type Page = { items: { certificateId: number }[]; next?: string };

test("lists what the owner has, page by page, oldest first", async () => {
  depositBars(ledger, { bars: [silverBar("A1"), silverBar("A2"), silverBar("A3")] });
  depositBars(ledger, { depositor: "bob", bars: [silverBar("B1")] });
  const owner = ledger.account("alice");
  const ask = async (params: object) =>
    (await ledger.query("metal-reserve/certificates", { owner, ...params })) as Page;
  const first = await ask({ limit: 2 });
  expect(first.items.map(({ certificateId }) => certificateId)).toEqual([1, 2]);
  const second = await ask({ limit: 2, after: first.next });
  expect(second.items.map(({ certificateId }) => certificateId)).toEqual([3]);
  expect(second.next).toBeUndefined();
  expect((await ask({})).items).toHaveLength(3);
});

test("is empty for an account that has none", async () => {
  const owner = ledger.account("carol");
  expect(await ledger.query("metal-reserve/certificates", { owner })).toEqual({ items: [] });
});
