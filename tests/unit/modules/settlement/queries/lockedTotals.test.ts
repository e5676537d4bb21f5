// How much of each currency is locked.
import { expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { createTestLedger } from "#tests/support/ledger.ts";
import { lock } from "#tests/support/locks.ts";

test("lists the currencies that have open locks, over pages", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, settlement] });
  expect(await ledger.query("settlement/lockedTotals")).toEqual({ items: [] });
  lock(ledger, { currency: "USD", amount: 7n });
  lock(ledger, { currency: "CNY", amount: 5n });
  expect(await ledger.query("settlement/lockedTotals", { limit: 1 })).toEqual({
    items: [{ currency: "CNY", value: 5n }],
    next: "CNY",
  });
  expect(await ledger.query("settlement/lockedTotals", { after: "CNY" })).toEqual({
    items: [{ currency: "USD", value: 7n }],
  });
});
