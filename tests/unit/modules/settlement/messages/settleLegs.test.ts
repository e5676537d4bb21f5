// Payments of one payer that settle together.
import { beforeEach, expect, test } from "vitest";
import { workOf } from "#src/machine/message.ts";
import { read } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { lockedFunds } from "#src/modules/settlement/books.ts";
import { settleLegs } from "#src/modules/settlement/messages/settleLegs.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";

const type = "settlement/settleLegs";
const first = 10_000_000n;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createTestLedger({ modules: [accounts, authority, settlement] });
});

const balance = (alias: string, currency = "CNY") => read.balance(ledger.state, currency, ledger.account(alias));
const leg = (to: string, amount: bigint, currency = "CNY") => ({ currency, to: ledger.account(to), amount });

test("settles legs in several currencies and announces each as a payment", () => {
  const legs = [leg("bob", 90n), leg("carol", 10n), leg("bob", 5n, "USD")];
  const { code, events } = ledger.send("alice", type, { legs, endToEndId: "order 5" });
  expect(code).toBe(0);
  expect([balance("bob"), balance("carol"), balance("bob", "USD")]).toEqual([first + 90n, first + 10n, first + 5n]);
  expect(events).toEqual(
    legs.map((each) => ({
      type: "settlement/paymentSettled",
      content: { from: ledger.account("alice"), ...each, endToEndId: "order 5" },
    })),
  );
});

test("when one leg fails none settles", () => {
  const before = ledger.digest();
  const short = ledger.send("alice", type, { legs: [leg("bob", first), leg("carol", 1n)] });
  expect(short.refused).toBe("accounts/insufficientFunds");
  expect(short.events).toEqual([]);
  expect(ledger.send("alice", type, { legs: [leg("bob", 1n), leg("alice", 1n)] }).refused).toBe(
    "settlement/payeeIsPayer",
  );
  const book = { currency: "CNY", to: lockedFunds, amount: 1n };
  expect(ledger.send("alice", type, { legs: [leg("bob", 1n), book] }).refused).toBe("accounts/ledgerAccount");
  expect(ledger.digest()).toBe(before);
});

test("takes from one to thirty-two legs, and asks for work by their number", () => {
  const json = { currency: "CNY", to: ledger.account("bob"), amount: "1" };
  const accepts = (count: number) => settleLegs.schema.safeParse({ legs: Array(count).fill(json) }).success;
  expect([0, 1, 32, 33].map(accepts)).toEqual([false, true, true, false]);
  expect(workOf(settleLegs, { legs: Array(32).fill(leg("bob", 1n)) })).toBe(645);
  expect(ledger.send("alice", type, { legs: Array(32).fill(leg("bob", 2n)) }).code).toBe(0);
  expect(balance("bob")).toBe(first + 64n);
});

test("each item of a file is a group that settles whole or not at all", () => {
  const items = [
    { legs: [leg("bob", 10n), leg("carol", 1n)] },
    { legs: [leg("bob", 20n), leg("carol", first)] },
    { legs: [leg("bob", 30n), leg("carol", 3n)] },
  ];
  ledger.executeBlock([ledger.batch("alice", type, items)]);
  expect([balance("alice"), balance("bob"), balance("carol")]).toEqual([first - 44n, first + 40n, first + 4n]);
});
