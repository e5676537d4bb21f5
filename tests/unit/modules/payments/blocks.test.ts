// Work at the end of a block: no more than a bounded number of payments is dealt with, and the rest waits undecidable.
import { expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { accept, createPaymentLedger, held, termsOf, uetrOf } from "#tests/support/crossings.ts";

const numbered = (at: number) => {
  const uetr = uetrOf(9);
  new DataView(uetr.buffer).setUint32(0, at);
  return uetr;
};

test("a block deals with 256 expired payments, and nobody accepts the others meanwhile", async () => {
  const ledger = createPaymentLedger();
  const before = held(ledger, "cny-bank", "CNY");
  const most = limits.paymentExpiriesPerBlockMax;
  const money = { currency: "CNY", amount: 1_000n };
  const last = termsOf(ledger, 1, { money, expiresMs: ledger.state.timeMs + 3_600_000 });
  const items = Array.from({ length: most }, (_, at) => ({ ...last, uetr: numbered(at) }));
  // Its quota of work lets a bank do so much at a time.
  for (let from = 0; from < most; from += 16) {
    ledger.executeBlock([ledger.batch("cny-bank", "payments/preparePayment", items.slice(from, from + 16))]);
    ledger.advance(10_000);
  }
  expect(ledger.send("cny-bank", "payments/preparePayment", last).code).toBe(0);
  expect(held(ledger, "cny-bank", "CNY")).toBe(before - BigInt(most + 1) * 1_001n);
  const first = ledger.executeBlock([], { timeMs: last.expiresMs });
  expect(first.blockEvents).toHaveLength(most);
  expect(held(ledger, "cny-bank", "CNY")).toBe(before - 1_001n);
  expect(accept(ledger, 1).refused).toBe("payments/expiryReached");
  expect(held(ledger, "cny-bank", "CNY")).toBe(before);
  expect(await ledger.audit()).toEqual([]);
}, 30_000);

test("entries of payments decided in time never keep a real expiry from its end", async () => {
  const ledger = createPaymentLedger();
  const before = held(ledger, "cny-bank", "CNY");
  const real = termsOf(ledger, 1, { expiresMs: ledger.state.timeMs + 3_600_000 });
  const decided = limits.paymentExpiriesPerBlockMax + 16;
  for (let from = 0; from < decided; from += 16) {
    const items = Array.from({ length: 16 }, (_, at) => ({
      ...termsOf(ledger, 1, { expiresMs: real.expiresMs - 1 }),
      uetr: numbered(from + at),
    }));
    const cancelled = items.map(({ uetr }) => ({ uetr }));
    ledger.executeBlock([
      ledger.batch("cny-bank", "payments/preparePayment", items),
      ledger.batch("cny-bank", "payments/cancelPayment", cancelled),
    ]);
    // Its quota of work lets a bank do so much at a time.
    ledger.advance(15_000);
  }
  expect(held(ledger, "cny-bank", "CNY")).toBe(before);
  expect(ledger.send("cny-bank", "payments/preparePayment", real).code).toBe(0);
  const { blockEvents } = ledger.executeBlock([], { timeMs: real.expiresMs });
  expect(blockEvents.map(({ type }) => type)).toEqual(["payments/paymentVoided"]);
  expect(held(ledger, "cny-bank", "CNY")).toBe(before);
  expect(await ledger.audit()).toEqual([]);
}, 30_000);
