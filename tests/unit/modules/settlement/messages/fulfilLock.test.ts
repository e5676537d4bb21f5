// Paying locked money to its payee.
import { beforeEach, expect, test } from "vitest";
import { read } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";
import { condition, lock, preimage } from "#tests/support/locks.ts";

const type = "settlement/fulfilLock";
const first = 10_000_000n;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createTestLedger({ modules: [accounts, authority, settlement] });
});

const balance = (alias: string, currency = "CNY") => read.balance(ledger.state, currency, ledger.account(alias));
/** Executes one message in a block of exactly this time. */
const sendAt = (timeMs: number, actor: string, content: object) => {
  const bytes = ledger.transaction([{ actor, type, content }]);
  return ledger.executeBlock([bytes], { timeMs }).results[0]?.refusal?.code ?? "accepted";
};

test("the payee has the money, and the lock is gone", async () => {
  lock(ledger);
  const { code, answer, events } = ledger.send("bob", type, { lock: 1 });
  expect(code).toBe(0);
  expect(answer).toEqual({ currency: "CNY", amount: 500n });
  const parties = { payer: ledger.account("alice"), payee: ledger.account("bob") };
  expect(events).toEqual([
    { type: "settlement/lockFulfilled", content: { lock: 1, ...parties, currency: "CNY", amount: 500n } },
  ]);
  expect([balance("alice"), balance("bob")]).toEqual([first - 500n, first + 500n]);
  await expect(ledger.query("settlement/lock", { lock: 1 })).rejects.toThrow("unknownLock");
  expect(await ledger.audit()).toEqual([]);
});

test("a lock with a condition is fulfilled by its preimage alone, which the event reveals", () => {
  lock(ledger, { condition });
  const before = ledger.digest();
  expect(ledger.send("bob", type, { lock: 1 }).refused).toBe("settlement/preimageMissing");
  expect(ledger.send("bob", type, { lock: 1, preimage: condition }).refused).toBe("settlement/preimageWrong");
  expect(ledger.digest()).toBe(before);
  const { code, events } = ledger.send("bob", type, { lock: 1, preimage });
  expect(code).toBe(0);
  expect(events[0]?.content).toMatchObject({ preimage });
});

test("refuses a preimage that no condition asks for", () => {
  lock(ledger);
  expect(ledger.send("bob", type, { lock: 1, preimage }).refused).toBe("settlement/preimageNotAsked");
});

test("a named fulfiller fulfils, for the payee's benefit, and then nobody else does", () => {
  lock(ledger, { fulfiller: "carol" });
  const before = ledger.digest();
  for (const actor of ["alice", "bob", "governor"]) {
    expect(ledger.send(actor, type, { lock: 1 }).refused, actor).toBe("settlement/notFulfiller");
  }
  expect(ledger.digest()).toBe(before);
  expect(ledger.send("carol", type, { lock: 1 }).code).toBe(0);
  expect([balance("bob"), balance("carol")]).toEqual([first + 500n, first]);
});

test("a payer that named itself confirms the delivery", () => {
  lock(ledger, { fulfiller: "alice" });
  expect(ledger.send("bob", type, { lock: 1 }).refused).toBe("settlement/notFulfiller");
  expect(ledger.send("alice", type, { lock: 1 }).code).toBe(0);
  expect(balance("bob")).toBe(first + 500n);
});

test("is possible in the last millisecond before the expiry", () => {
  const { expiresMs } = lock(ledger);
  expect(sendAt(expiresMs - 1, "bob", { lock: 1 })).toBe("accepted");
  expect(balance("bob")).toBe(first + 500n);
});

test("is refused in the very millisecond of the expiry, when the money goes back", () => {
  const { expiresMs } = lock(ledger);
  expect(sendAt(expiresMs, "bob", { lock: 1 })).toBe("settlement/expiryReached");
  expect([balance("alice"), balance("bob")]).toEqual([first, first]);
  expect(sendAt(expiresMs + 1, "bob", { lock: 1 })).toBe("settlement/lockClosed");
});

test("happens once", () => {
  lock(ledger);
  ledger.send("bob", type, { lock: 1 });
  expect(ledger.send("bob", type, { lock: 1 }).refused).toBe("settlement/lockClosed");
  expect(ledger.send("bob", type, { lock: 2 }).refused).toBe("settlement/unknownLock");
});

test("a freeze of the payer does not undo what it had bound itself to", () => {
  lock(ledger);
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("alice"), reference: "order 1" });
  expect(ledger.send("bob", type, { lock: 1 }).code).toBe(0);
});

test("neither a frozen payee nor a paused currency is paid", () => {
  lock(ledger, { fulfiller: "carol" });
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("bob"), reference: "order 1" });
  const frozen = ledger.digest();
  expect(ledger.send("carol", type, { lock: 1 }).refused).toBe("accounts/balanceFrozen");
  expect(ledger.digest()).toBe(frozen);
  ledger.send("regulator", "accounts/unfreezeAccount", { account: ledger.account("bob"), reference: "order 2" });
  ledger.send("cny-issuer", "accounts/pauseCurrency", { currency: "CNY", reference: "order 3" });
  const paused = ledger.digest();
  expect(ledger.send("carol", type, { lock: 1 }).refused).toBe("accounts/currencyPaused");
  expect(ledger.digest()).toBe(paused);
});

test("locks of two payers are fulfilled together in one transaction, or neither is", () => {
  lock(ledger, { from: "alice", to: "bob", currency: "CNY", amount: 700n });
  lock(ledger, { from: "bob", to: "alice", currency: "USD", amount: 100n, condition });
  const both = (shown: object) => [
    { actor: "bob", type, content: { lock: 1 } },
    { actor: "alice", type, content: { lock: 2, ...shown } },
  ];
  const before = ledger.digest();
  expect(ledger.sendAll(both({})).refused).toBe("settlement/preimageMissing");
  expect(ledger.digest()).toBe(before);
  expect(ledger.sendAll(both({ preimage })).code).toBe(0);
  expect([balance("bob", "CNY"), balance("alice", "USD")]).toEqual([first + 700n, first + 100n]);
});
