// One lock, as a query shows it.
import { expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { lock as query } from "#src/modules/settlement/queries/lock.ts";
import { createTestLedger } from "#tests/support/ledger.ts";
import { lock } from "#tests/support/locks.ts";

test("shows an open lock and refuses every other number", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, settlement] });
  const { expiresMs } = lock(ledger);
  expect(await ledger.query("settlement/lock", { lock: 1 })).toEqual({
    lock: 1,
    payer: ledger.account("alice"),
    payee: ledger.account("bob"),
    currency: "CNY",
    amount: 500n,
    expiresMs,
  });
  await expect(ledger.query("settlement/lock", { lock: 2 })).rejects.toThrow("unknownLock");
  expect(query.proves?.({ lock: 1 })).toBe("settlement/lock/0000000000000001");
});
