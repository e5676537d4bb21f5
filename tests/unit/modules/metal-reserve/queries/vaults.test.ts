// All vaults.
import { beforeEach, expect, test } from "vitest";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

test("lists them by name, page by page", async () => {
  const ask = async (params: object) =>
    (await ledger.query("metal-reserve/vaults", params)) as {
      items: { vault: string; country: string }[];
      next?: string;
    };
  expect((await ask({})).items).toMatchObject([
    { vault: "shanghai", country: "CN" },
    { vault: "zurich", country: "CH" },
  ]);
  const first = await ask({ limit: 1 });
  expect(first.next).toBe("shanghai");
  expect(await ask({ limit: 1, after: first.next })).toMatchObject({ items: [{ vault: "zurich" }] });
});
