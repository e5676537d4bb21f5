// Whatever comes between preparation and end, in whatever order: no currency gains or loses, and no payment is half settled.
import fc from "fast-check";
import { expect, test } from "vitest";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { reservedFunds } from "#src/modules/fx/books.ts";
import { quotes } from "#src/modules/fx/tables.ts";
import { lockedFunds } from "#src/modules/payments/books.ts";
import { payments } from "#src/modules/payments/tables.ts";
import {
  createPaymentLedger,
  held,
  leadThroughSom,
  prepare,
  prepareByQuote,
  say,
  uetrText,
} from "#tests/support/crossings.ts";
import { execute, taken } from "#tests/support/exchange.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const parties = ["cny-bank", "cny-bank-2", "kzt-bank", "uzs-bank", "corridor-operator"];
const currencies = ["CNY", "KZT", "UZS"];

/** What all parties and books hold of each currency. */
const sums = (ledger: TestLedger) =>
  currencies.map((currency) =>
    [...parties.map(ledger.account), lockedFunds, reservedFunds]
      .map((account) => accounts.balance(ledger.state, currency, account))
      .reduce((sum, amount) => sum + amount, 0n),
  );

const toggle = (ledger: TestLedger, alias: string) => {
  const account = ledger.account(alias);
  const act = accounts.isFrozen(ledger.state, account) ? "unfreezeAccount" : "freezeAccount";
  ledger.send("regulator", `accounts/${act}`, { account, reference: "order 1" });
};
const pause = (ledger: TestLedger, currency: string) => {
  const isPaused = accounts.currency(ledger.state, currency)?.pausedReference !== undefined;
  const act = isPaused ? "resumeCurrency" : "pauseCurrency";
  ledger.send(`${currency.toLowerCase()}-issuer`, `accounts/${act}`, { currency, reference: "drill" });
};

const happenings: Readonly<Record<string, (ledger: TestLedger, number: number) => unknown>> = {
  accept: (ledger, number) => say(ledger, "kzt-bank", "acceptPayment", number),
  reject: (ledger, number) => say(ledger, "kzt-bank", "rejectPayment", number, { as: "rejected", reason: "AC04" }),
  pend: (ledger, number) => say(ledger, "kzt-bank", "pendPayment", number, { as: "pending" }),
  cancel: (ledger, number) => say(ledger, "cny-bank", "cancelPayment", number),
  recall: (ledger, number) => say(ledger, "cny-bank", "requestRecall", number, { reason: "DUPL" }),
  giveBack: (ledger, number) => say(ledger, "kzt-bank", "returnPayment", number, { amount: 400_000n, reason: "FOCR" }),
  prepare: (ledger, number) => prepare(ledger, number),
  prepareByQuote: (ledger, number) => {
    try {
      prepareByQuote(ledger, number, "interbank");
    } catch {
      // There is no quote to be had now.
    }
  },
  execute: (ledger, number) => execute(ledger, number),
  take: (ledger) => taken(ledger),
  freezePayer: (ledger) => toggle(ledger, "cny-bank"),
  freezePayee: (ledger) => toggle(ledger, "kzt-bank"),
  freezeProvider: (ledger) => toggle(ledger, "uzs-bank"),
  pauseYuan: (ledger) => pause(ledger, "CNY"),
  pauseTenge: (ledger) => pause(ledger, "KZT"),
  wait: (ledger) => ledger.advance(20_000),
  lapse: (ledger) => ledger.advance(60_000),
};

/** Either everything of a payment is done, or nothing: what its row says is what its quote and its locks say. */
async function expectWhole(ledger: TestLedger): Promise<void> {
  expect(await ledger.audit()).toEqual([]);
  for await (const { value } of payments.scan(ledger.state)) {
    const isOpen = ["locked", "pending", "acceptedNotPosted"].includes(value.state);
    if (value.terms.quote !== undefined) expect(quotes.has(ledger.state, value.terms.quote)).toBe(isOpen);
    expect(value.judged !== undefined).toBe(value.state === "settled" || value.state === "returned");
  }
}

test("in any order of acceptance, rejection, expiry, freeze, pause and lapse every currency is conserved, and no payment is half settled", async () => {
  const step = fc.tuple(fc.constantFrom(...Object.keys(happenings)), fc.integer({ min: 1, max: 3 }));
  const story = fc.tuple(fc.boolean(), fc.array(step, { minLength: 4, maxLength: 14 }));
  await fc.assert(
    fc.asyncProperty(story, async ([isThroughSom, steps]) => {
      const ledger = createPaymentLedger();
      if (isThroughSom) leadThroughSom(ledger);
      const before = sums(ledger);
      prepareByQuote(ledger, 1, "interbank");
      for (const [name, number] of steps) {
        happenings[name]?.(ledger, number);
        expect(sums(ledger)).toEqual(before);
      }
      await expectWhole(ledger);
      // Time alone gives everything back that nobody decided about.
      ledger.advance(600_001);
      ledger.advance(1);
      expect(currencies.map((currency) => accounts.balance(ledger.state, currency, lockedFunds))).toEqual([0n, 0n, 0n]);
      expect(currencies.map((currency) => accounts.balance(ledger.state, currency, reservedFunds))).toEqual([
        0n,
        0n,
        0n,
      ]);
      expect(sums(ledger)).toEqual(before);
      expect(ledger.faults).toEqual([]);
    }),
    { numRuns: 60, seed: 59 },
  );
}, 60_000);

test("a void payment leaves every party what it had, whatever was frozen on the way", async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray(["freezePayer", "freezeProvider", "pauseYuan", "pauseTenge"]), async (names) => {
      const ledger = createPaymentLedger();
      const all = () => parties.flatMap((alias) => currencies.map((currency) => held(ledger, alias, currency)));
      const before = all();
      prepareByQuote(ledger, 1, "interbank");
      for (const name of names) happenings[name]?.(ledger, 1);
      ledger.advance(45_001);
      expect(all()).toEqual(before);
      expect(payments.get(ledger.state, uetrText(1))?.state).toBe("expired");
    }),
    { numRuns: 16, seed: 59 },
  );
});
