// Final payments, alone, together, and in files.
import { beforeEach, expect, test } from "vitest";
import { present } from "#src/core/assert.ts";
import { CborReader } from "#src/core/cbor/reader.ts";
import { limits } from "#src/core/limits.ts";
import { read } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { refusals as accountsRefusals } from "#src/modules/accounts/refusals.ts";
import { authority } from "#src/modules/authority/module.ts";
import { lockedFunds } from "#src/modules/settlement/books.ts";
import { pay } from "#src/modules/settlement/messages/pay.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";

const type = "settlement/pay";
const first = 10_000_000n;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createTestLedger({ modules: [accounts, authority, settlement] });
});

const balance = (alias: string, currency = "CNY") => read.balance(ledger.state, currency, ledger.account(alias));
const payment = (to: string, amount: bigint, currency = "CNY") => ({ currency, to: ledger.account(to), amount });

test("moves the amount and announces it with its references", () => {
  const references = { endToEndId: "INV 2026/17", purpose: "SALA", remittanceHash: new Uint8Array(32).fill(7) };
  const content = { ...payment("bob", 25n), ...references };
  const { code, events } = ledger.send("alice", type, content);
  expect(code).toBe(0);
  expect([balance("alice"), balance("bob")]).toEqual([first - 25n, first + 25n]);
  expect(events).toEqual([
    { type: "settlement/paymentSettled", content: { from: ledger.account("alice"), ...content } },
  ]);
});

test("pays all that the payer holds, and refuses one more", () => {
  expect(ledger.send("alice", type, payment("bob", first + 1n)).refused).toBe("accounts/insufficientFunds");
  expect(ledger.send("alice", type, payment("bob", first)).code).toBe(0);
  expect(balance("alice")).toBe(0n);
});

test("refuses a payer that pays itself, and the book of locked money as a payee", () => {
  const before = ledger.digest();
  expect(ledger.send("alice", type, payment("alice", 1n)).refused).toBe("settlement/payeeIsPayer");
  const book = ledger.send("alice", type, { currency: "CNY", to: lockedFunds, amount: 1n });
  expect(book.refused).toBe("accounts/ledgerAccount");
  expect(ledger.digest()).toBe(before);
});

test("refuses unknown payees and currencies, frozen parties and paused currencies, and changes nothing", () => {
  const nobody = ledger.account("nobody");
  expect(ledger.send("alice", type, { currency: "CNY", to: nobody, amount: 1n }).refused).toBe(
    "accounts/unknownAccount",
  );
  expect(ledger.send("alice", type, payment("bob", 1n, "XXX")).refused).toBe("accounts/unknownCurrency");

  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("bob"), reference: "order 1" });
  const frozen = ledger.digest();
  expect(ledger.send("alice", type, payment("bob", 1n)).code).not.toBe(0);
  expect(ledger.send("bob", type, payment("alice", 1n)).refused).toBe("accounts/accountFrozen");
  expect(ledger.digest()).toBe(frozen);

  ledger.send("cny-issuer", "accounts/pauseCurrency", { currency: "CNY", reference: "order 2" });
  const paused = ledger.digest();
  expect(ledger.send("alice", type, payment("carol", 1n)).refused).toBe("accounts/currencyPaused");
  expect(ledger.digest()).toBe(paused);
});

test("keeps references within the forms of ISO 20022", () => {
  const accepts = (references: object) =>
    pay.schema.safeParse({ ...payment("bob", 1n), amount: "1", ...references }).success;
  expect(accepts({ endToEndId: "a".repeat(35), purpose: "B112", remittanceHash: "00".repeat(32) })).toBe(true);
  expect(accepts({ endToEndId: "a".repeat(36) })).toBe(false);
  expect(accepts({ endToEndId: "" })).toBe(false);
  expect(accepts({ endToEndId: "a\nb" })).toBe(false);
  for (const purpose of ["SAL", "SALAR", "sala", "1ALA"]) expect(accepts({ purpose }), purpose).toBe(false);
  expect(accepts({ remittanceHash: "00".repeat(31) })).toBe(false);
  expect(accepts({ remittanceHash: "00".repeat(33) })).toBe(false);
  expect(accepts({ note: "anything else" })).toBe(false);
  expect(accepts({ amount: "0" })).toBe(false);
  expect(accepts({ amount: limits.amountMax.toString() })).toBe(true);
  expect(accepts({ amount: (limits.amountMax + 1n).toString() })).toBe(false);
});

test("two payers' legs settle against each other in one transaction that both sign", () => {
  const { code, events } = ledger.sendAll([
    { actor: "alice", type, content: payment("bob", 700n, "CNY") },
    { actor: "bob", type, content: payment("alice", 100n, "USD") },
  ]);
  expect(code).toBe(0);
  expect(events).toHaveLength(2);
  expect([balance("alice", "CNY"), balance("alice", "USD")]).toEqual([first - 700n, first + 100n]);
  expect([balance("bob", "CNY"), balance("bob", "USD")]).toEqual([first + 700n, first - 100n]);
});

test("when one leg fails no leg settles, and without every payer's signature none is tried", () => {
  const legs = [
    { actor: "alice", type, content: payment("bob", 700n, "CNY") },
    { actor: "bob", type, content: payment("alice", first + 1n, "USD") },
  ];
  const before = ledger.digest();
  const failed = ledger.sendAll(legs);
  expect(failed.refused).toBe("accounts/insufficientFunds");
  expect(failed.events).toEqual([]);
  expect(ledger.execute(ledger.transaction(legs, ["alice"])).refused).toBe("accounts/policyNotSatisfied");
  expect(ledger.digest()).toBe(before);
});

test("a later leg may pay with what an earlier leg brought", () => {
  const { code } = ledger.sendAll([
    { actor: "alice", type, content: payment("bob", first) },
    { actor: "bob", type, content: payment("carol", 2n * first) },
  ]);
  expect(code).toBe(0);
  expect([balance("alice"), balance("bob"), balance("carol")]).toEqual([0n, 0n, 3n * first]);
});

test("in a file of payments one that fails leaves the others settled, each with its own code", () => {
  const items = [payment("bob", 10n), payment("bob", first), payment("carol", 20n)];
  const bytes = ledger.batch("alice", type, items);
  const [result] = ledger.executeBlock([bytes]).results;
  const { code, data, itemRefusals, events } = present(result, "one result");
  expect(code).toBe(0);
  const reader = new CborReader(data);
  const codes = Array.from({ length: reader.arrayLength() }, () => reader.integer());
  expect(codes).toEqual([0, accountsRefusals.insufficientFunds.definition.number, 0]);
  expect(itemRefusals?.get(1)).toMatchObject({ code: "accounts/insufficientFunds" });
  expect(itemRefusals?.size).toBe(1);
  expect(events.map((event) => (event.content as { amount: bigint }).amount)).toEqual([10n, 20n]);
  expect([balance("alice"), balance("bob"), balance("carol")]).toEqual([first - 30n, first + 10n, first + 20n]);
});

test("a file sent twice settles once", () => {
  const bytes = ledger.batch("alice", type, [payment("bob", 10n)]);
  ledger.execute(bytes);
  expect(ledger.execute(bytes.slice()).refused).toBe("machine/alreadySeen");
  expect(balance("alice")).toBe(first - 10n);
});
