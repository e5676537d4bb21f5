// How much of one currency is locked.
import { expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { lockedTotal } from "#src/modules/settlement/queries/lockedTotal.ts";
import { createTestLedger } from "#tests/support/ledger.ts";
import { lock } from "#tests/support/locks.ts";

test("sums the open locks, is zero without any, and refuses an unknown currency", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, settlement] });
  const total = () => ledger.query("settlement/lockedTotal", { currency: "CNY" });
  expect(await total()).toEqual({ value: 0n });
  lock(ledger);
  lock(ledger, { from: "carol", amount: 30n });
  expect(await total()).toEqual({ value: 530n });
  ledger.send("bob", "settlement/fulfilLock", { lock: 1 });
  expect(await total()).toEqual({ value: 30n });
  await expect(ledger.query("settlement/lockedTotal", { currency: "XXX" })).rejects.toThrow("unknownCurrency");
  expect(lockedTotal.proves?.({ currency: "CNY" })).toBe("settlement/total/CNY");
});
