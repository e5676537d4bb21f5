// The holders of a role, page by page.
import { expect, test } from "vitest";
import { createAccountsLedger } from "#tests/support/accountsLedger.ts";

interface Page {
  readonly items: readonly { readonly account: string; readonly grant: { readonly reference: string } }[];
  readonly next?: string;
}
const ledger = createAccountsLedger();
for (const alias of ["alice", "bob", "carol"]) {
  ledger.send("issuer", "authority/grantRole", { account: ledger.account(alias), role: "custodian", reference: alias });
}
const page = async (params: object) =>
  (await ledger.query("authority/holders", { role: "custodian", ...params })) as Page;

test("all holders of a role are listed with their grants, in order of their accounts", async () => {
  const { items, next } = await page({});
  const expected = ["alice", "bob", "carol", "custodian"].map((alias) => ledger.account(alias)).sort();
  expect(items.map(({ account }) => account)).toEqual(expected);
  expect(items.find(({ account }) => account === ledger.account("bob"))?.grant.reference).toBe("bob");
  expect(next).toBeUndefined();
});

test("pages follow on each other without gap or repetition", async () => {
  const first = await page({ limit: 3 });
  expect([first.items.length, first.next]).toEqual([3, first.items[2]?.account]);
  const second = await page({ limit: 3, after: first.next });
  expect([second.items.length, second.next]).toEqual([1, undefined]);
  expect([...first.items, ...second.items]).toEqual((await page({})).items);
});

test("a role that nobody holds has no holders, and holders of other roles are not among them", async () => {
  ledger.send("governor", "authority/revokeRole", {
    account: ledger.account("auditor"),
    role: "auditor",
    reference: "",
  });
  expect(await page({ role: "auditor" })).toEqual({ items: [] });
});
