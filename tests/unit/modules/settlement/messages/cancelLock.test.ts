// Giving a lock up, and taking expired money back.
import { beforeEach, expect, test } from "vitest";
import { read } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";
import { lock } from "#tests/support/locks.ts";

const type = "settlement/cancelLock";
const first = 10_000_000n;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createTestLedger({ modules: [accounts, authority, settlement] });
});

const balance = (alias: string) => read.balance(ledger.state, "CNY", ledger.account(alias));

test("the payee gives it up at any time, and the payer has the money back", async () => {
  lock(ledger);
  const { code, answer, events } = ledger.send("bob", type, { lock: 1 });
  expect(code).toBe(0);
  expect(answer).toEqual({ currency: "CNY", amount: 500n });
  const parties = { payer: ledger.account("alice"), payee: ledger.account("bob"), by: ledger.account("bob") };
  expect(events).toEqual([
    { type: "settlement/lockCancelled", content: { lock: 1, ...parties, currency: "CNY", amount: 500n } },
  ]);
  expect([balance("alice"), balance("bob")]).toEqual([first, first]);
  expect(await ledger.audit()).toEqual([]);
});

test("the payer is bound in the last millisecond before the expiry and free in the next one", () => {
  const { expiresMs } = lock(ledger);
  const cancelAt = (timeMs: number) => {
    const bytes = ledger.transaction([{ actor: "alice", type, content: { lock: 1 } }]);
    return ledger.executeBlock([bytes], { timeMs }).results[0]?.refusal?.code ?? "accepted";
  };
  expect(cancelAt(expiresMs - 1)).toBe("settlement/lockBinding");
  expect(balance("alice")).toBe(first - 500n);
  expect(cancelAt(expiresMs)).toBe("accepted");
  expect(balance("alice")).toBe(first);
});

test("nobody else cancels it, not even a named fulfiller", () => {
  lock(ledger, { fulfiller: "carol" });
  const before = ledger.digest();
  for (const actor of ["carol", "governor", "cny-issuer"]) {
    expect(ledger.send(actor, type, { lock: 1 }).refused, actor).toBe("settlement/notPartyToLock");
  }
  expect(ledger.digest()).toBe(before);
});

test("happens once", () => {
  lock(ledger);
  ledger.send("bob", type, { lock: 1 });
  expect(ledger.send("bob", type, { lock: 1 }).refused).toBe("settlement/lockClosed");
  expect(ledger.send("bob", type, { lock: 2 }).refused).toBe("settlement/unknownLock");
});

test("returns the money of a frozen payer, who still cannot spend it, even while the currency is paused", () => {
  lock(ledger);
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("alice"), reference: "order 1" });
  ledger.send("cny-issuer", "accounts/pauseCurrency", { currency: "CNY", reference: "order 2" });
  expect(ledger.send("bob", type, { lock: 1 }).code).toBe(0);
  expect(balance("alice")).toBe(first);
  ledger.send("cny-issuer", "accounts/resumeCurrency", { currency: "CNY", reference: "order 3" });
  const spend = { currency: "CNY", to: ledger.account("bob"), amount: 1n };
  expect(ledger.send("alice", "settlement/pay", spend).refused).toBe("accounts/accountFrozen");
});
