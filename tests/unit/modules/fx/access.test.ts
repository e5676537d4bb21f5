// Quotes in the hands of another module: bound to one payment, and decided by it alone.
import { expect, test } from "vitest";
import { reservedFunds } from "#src/modules/fx/books.ts";
import { quotes, takenCounts } from "#src/modules/fx/tables.ts";
import { accept, createPaymentLedger, prepareByQuote, say, uetrOf } from "#tests/support/crossings.ts";
import { execute, take } from "#tests/support/exchange.ts";

test("a bound quote is refused to its taker (quoteBound), and does not lapse on its own", () => {
  const ledger = createPaymentLedger();
  const { quote, expiresMs } = prepareByQuote(ledger, 1);
  expect(quotes.get(ledger.state, quote)?.boundTo).toEqual(uetrOf(1));
  expect(takenCounts.get(ledger.state, ledger.account("cny-bank"))).toBe(1);
  expect(execute(ledger, quote).refused).toBe("fx/quoteBound");
  expect(ledger.send("cny-bank", "fx/cancelQuote", { quote }).refused).toBe("fx/quoteBound");
  const { blockEvents } = ledger.executeBlock([], { timeMs: expiresMs });
  expect(blockEvents.map(({ type }) => type)).toEqual(["payments/paymentVoided"]);
  expect(quotes.has(ledger.state, quote)).toBe(false);
  expect(takenCounts.has(ledger.state, ledger.account("cny-bank"))).toBe(false);
});

test("a released quote gives its providers back what was set aside, and is closed", async () => {
  const ledger = createPaymentLedger();
  const { quote } = prepareByQuote(ledger, 1);
  expect(say(ledger, "cny-bank", "cancelPayment", 1).code).toBe(0);
  expect(execute(ledger, quote).refused).toBe("fx/quoteClosed");
  expect(await ledger.query("accounts/balance", { currency: "KZT", account: reservedFunds })).toMatchObject({
    value: 0n,
  });
  expect(await ledger.audit()).toEqual([]);
});

test("a bound quote counts with its taker until it is closed, so that nobody sets all providers' money aside by payments", async () => {
  const ledger = createPaymentLedger();
  for (let number = 1; number <= 32; number += 1) {
    expect(prepareByQuote(ledger, number).outcome.code).toBe(0);
    // Its quota of work lets a bank do so much at a time.
    ledger.advance(10_000);
  }
  const refused = () => {
    const before = ledger.digest();
    expect(take(ledger).refused).toBe("fx/tooManyQuotes");
    expect(ledger.digest()).toBe(before);
  };
  refused();
  expect(say(ledger, "cny-bank", "cancelPayment", 1).code).toBe(0);
  expect(prepareByQuote(ledger, 33).outcome.code).toBe(0);
  refused();
  expect(accept(ledger, 2).code).toBe(0);
  expect(take(ledger).code).toBe(0);
  refused();
  expect(await ledger.audit()).toEqual([]);
});
