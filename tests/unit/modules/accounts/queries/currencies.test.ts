// All currencies, page by page.
import { expect, test } from "vitest";
import { createAccountsLedger, giveAnchored } from "#tests/support/accountsLedger.ts";

interface Page {
  readonly items: readonly { readonly currency: string; readonly supply: bigint }[];
  readonly next?: string;
}
const ledger = createAccountsLedger();
const page = async (params: object) => (await ledger.query("accounts/currencies", params)) as Page;

test("every currency is listed with its supply and settings, in order of its code", async () => {
  giveAnchored(ledger, "bob", 7n);
  const { items, next } = await page({});
  expect(items.map(({ currency }) => currency)).toEqual([
    ...["AED", "CNY", "EUR", "IDR", "KDG", "KZT", "MYR", "RUB", "SAR", "SGD", "THB", "USD", "UZS"],
  ]);
  expect(items.find(({ currency }) => currency === "KDG")).toMatchObject({ supply: 7n, settings: { decimals: 6 } });
  expect(items.find(({ currency }) => currency === "CNY")).toMatchObject({
    supply: 30_000_000n,
    settings: { decimals: 2 },
  });
  expect(next).toBeUndefined();
});

test("pages follow on each other without gap or repetition", async () => {
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await page({ limit: 2, ...(after === undefined ? {} : { after }) });
    seen.push(...items.map(({ currency }) => currency));
    after = next;
  } while (after !== undefined);
  expect(seen).toEqual((await page({})).items.map(({ currency }) => currency));
});
