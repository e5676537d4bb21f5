// The open locks of one payee.
import { expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { createTestLedger } from "#tests/support/ledger.ts";
import { lock } from "#tests/support/locks.ts";

interface Page {
  readonly items: readonly { readonly lock: number }[];
  readonly next?: string;
}

test("lists the payee's open locks in the order of their numbers, over pages, and nobody else's", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, settlement] });
  for (let count = 0; count < 12; count += 1) lock(ledger);
  lock(ledger, { from: "carol", to: "governor" });
  ledger.send("bob", "settlement/fulfilLock", { lock: 3 });
  const listed: number[] = [];
  let after: string | undefined;
  do {
    const params = { account: ledger.account("bob"), limit: 5, ...(after && { after }) };
    const page = (await ledger.query("settlement/locksByPayee", params)) as Page;
    listed.push(...page.items.map((item) => item.lock));
    after = page.next;
  } while (after !== undefined);
  expect(listed).toEqual([1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(await ledger.query("settlement/locksByPayee", { account: ledger.account("issuer") })).toEqual({ items: [] });
});
