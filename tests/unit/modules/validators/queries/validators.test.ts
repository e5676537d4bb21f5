// All validators, page by page.
import { expect, test } from "vitest";
import { addressOfValidator, createValidatorsLedger, proved } from "#tests/support/validators.ts";

interface Page {
  readonly items: readonly { readonly validator: string; readonly status: string }[];
  readonly next?: string;
}

test("lists all by address, with those who left", async () => {
  const ledger = createValidatorsLedger();
  proved(ledger, 3);
  const first = (await ledger.query("validators/validators", { limit: 3 })) as Page;
  const second = (await ledger.query("validators/validators", { limit: 3, after: first.next })) as Page;
  const all = [...first.items, ...second.items];
  expect(all.map(({ validator }) => validator)).toEqual([1, 2, 3, 4].map(addressOfValidator).sort());
  expect(all.find(({ validator }) => validator === addressOfValidator(3))?.status).toBe("tombstoned");
  expect(second.next).toBeUndefined();
});
