// All metals.
import { beforeEach, expect, test } from "vitest";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

test("lists them by name, page by page", async () => {
  const ask = async (params: object) =>
    (await ledger.query("metal-reserve/metals", params)) as { items: { metal: string; form: string }[]; next?: string };
  expect((await ask({})).items).toMatchObject([
    { metal: "AG", form: "bar" },
    { metal: "CU", form: "lot" },
  ]);
  const first = await ask({ limit: 1 });
  expect(await ask({ limit: 1, after: first.next })).toMatchObject({ items: [{ metal: "CU" }] });
});
