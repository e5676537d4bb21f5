// Setting money aside.
import { beforeEach, expect, test } from "vitest";
import { read } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { lockedFunds } from "#src/modules/settlement/books.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { parameters } from "#src/modules/settlement/parameters.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";
import { condition, lockContent } from "#tests/support/locks.ts";

const type = "settlement/lockFunds";
const first = 10_000_000n;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createTestLedger({ modules: [accounts, authority, settlement] });
});

const balance = (alias: string) => read.balance(ledger.state, "CNY", ledger.account(alias));

test("moves the money into the book of locked money and gives the lock a number", async () => {
  const content = { ...lockContent(ledger, { condition, fulfiller: "carol" }), endToEndId: "order 9", purpose: "GDDS" };
  const { code, answer, events } = ledger.send("alice", type, content);
  expect(code).toBe(0);
  expect(answer).toEqual({ lock: 1 });
  const { to: payee, ...terms } = content;
  const shown = { lock: 1, payer: ledger.account("alice"), payee, ...terms };
  expect(events).toEqual([{ type: "settlement/fundsLocked", content: shown }]);
  expect(await ledger.query("settlement/lock", { lock: 1 })).toEqual(shown);
  expect(balance("alice")).toBe(first - 500n);
  expect(read.balance(ledger.state, "CNY", lockedFunds)).toBe(500n);
  expect(await ledger.audit()).toEqual([]);
});

test("numbers go up and are never given out again", () => {
  const open = () => (ledger.send("alice", type, lockContent(ledger)).answer as { lock: number }).lock;
  expect([open(), open()]).toEqual([1, 2]);
  ledger.send("bob", "settlement/cancelLock", { lock: 2 });
  expect(open()).toBe(3);
});

test("several locks in one transaction are opened together or not at all", () => {
  const message = (amount: bigint) => ({ actor: "alice", type, content: lockContent(ledger, { amount }) });
  expect(ledger.sendAll([message(1n), message(2n)]).answers).toEqual([{ lock: 1 }, { lock: 2 }]);
  const before = ledger.digest();
  expect(ledger.sendAll([message(1n), message(first)]).refused).toBe("accounts/insufficientFunds");
  expect(ledger.digest()).toBe(before);
});

test("the expiry lies after the block's time and within the longest duration, both to the millisecond", () => {
  const longestMs = Number(parameters.lockMsMax.default);
  const before = ledger.digest();
  expect(ledger.send("alice", type, lockContent(ledger, { lastsMs: 0 })).refused).toBe("settlement/expiryPassed");
  expect(ledger.send("alice", type, lockContent(ledger, { lastsMs: longestMs + 1 })).refused).toBe(
    "settlement/expiryTooLate",
  );
  expect(ledger.digest()).toBe(before);
  expect(ledger.send("alice", type, lockContent(ledger, { lastsMs: 1 })).code).toBe(0);
  expect(ledger.send("alice", type, lockContent(ledger, { lastsMs: longestMs })).code).toBe(0);
});

test("refuses parties that could not be paid, and changes nothing", () => {
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("carol"), reference: "order 1" });
  const before = ledger.digest();
  const refused = (terms: object) => ledger.send("alice", type, { ...lockContent(ledger), ...terms }).refused;
  expect(refused({ to: ledger.account("alice") })).toBe("settlement/payeeIsPayer");
  expect(refused({ to: lockedFunds })).toBe("accounts/ledgerAccount");
  expect(refused({ to: ledger.account("nobody") })).toBe("accounts/unknownAccount");
  expect(refused({ to: ledger.account("carol") })).toMatch(/^accounts\/(balance|account)Frozen$/);
  expect(refused({ fulfiller: ledger.account("nobody") })).toBe("accounts/unknownAccount");
  expect(refused({ currency: "XXX" })).toBe("accounts/unknownCurrency");
  expect(refused({ amount: first + 1n })).toBe("accounts/insufficientFunds");
  expect(ledger.digest()).toBe(before);
});
