// What settlement needs from the first state.
import { expect, test } from "vitest";
import { read } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { lockedFunds } from "#src/modules/settlement/books.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { createTestLedger } from "#tests/support/ledger.ts";

test("the book of locked money is open and empty", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, settlement] });
  expect(read.hasAccount(ledger.state, lockedFunds)).toBe(true);
  expect(read.balance(ledger.state, "CNY", lockedFunds)).toBe(0n);
  expect(await ledger.audit()).toEqual([]);
});
