// Payments across a corridor: prepared with everything locked, then settled or void for all legs, recalled and returned.
import { describe, expect, test } from "vitest";
import { paymentStatuses } from "#src/iso20022/status.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { reservedFunds } from "#src/modules/fx/books.ts";
import { quotes } from "#src/modules/fx/tables.ts";
import { lockedFunds } from "#src/modules/payments/books.ts";
import {
  lockedEqualsPayments,
  paymentsAreListed,
  paymentsFallDue,
  quotesAreBoundOnce,
  returnsStayWithinDelivery,
} from "#src/modules/payments/invariants.ts";
import { statuses } from "#src/modules/payments/rules.ts";
import {
  expiries,
  lockedTotals,
  payeePayments,
  payerCounts,
  payments,
  removals,
} from "#src/modules/payments/tables.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import { changeRules, limitZone } from "#tests/support/corridors.ts";
import {
  accept,
  by,
  createPaymentLedger,
  held,
  leadThroughSom,
  prepare,
  prepareByQuote,
  say,
  termsOf,
  uetrOf,
  uetrText,
} from "#tests/support/crossings.ts";
import { execute, taken } from "#tests/support/exchange.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const inBook = (ledger: TestLedger, currency: string) => accounts.balance(ledger.state, currency, lockedFunds);
const aside = (ledger: TestLedger, currency: string) => accounts.balance(ledger.state, currency, reservedFunds);
const paymentOf = (ledger: TestLedger, number: number) => ledger.query("payments/payment", { uetr: uetrText(number) });
const statusOf = (ledger: TestLedger, number: number) => ledger.query("payments/status", { uetr: uetrText(number) });
const freeze = (ledger: TestLedger, alias: string) =>
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account(alias), reference: "order 1" });
const pause = (ledger: TestLedger, currency: string) =>
  ledger.send(`${currency.toLowerCase()}-issuer`, "accounts/pauseCurrency", { currency, reference: "drill" });

/** What is refused changes nothing. */
function expectRefused(ledger: TestLedger, code: string, act: () => { readonly refused: string | undefined }): void {
  const before = ledger.digest();
  expect(act().refused).toBe(code.includes("/") ? code : `payments/${code}`);
  expect(ledger.digest()).toBe(before);
}

describe("a prepared payment", () => {
  test("locks amount and fee at once, and tells its state", async () => {
    const ledger = createPaymentLedger();
    const before = held(ledger, "cny-bank", "CNY");
    const references = { endToEndId: "INV-7", remittanceHash: new Uint8Array(32), customerHash: new Uint8Array(32) };
    const { answer, events } = prepare(ledger, 1, references);
    const side = { currency: "CNY", amount: 1_000_000n };
    expect(answer).toMatchObject({ source: side, destination: side, fee: 100n, isStanding: false });
    expect(events.map(({ type }) => type)).toEqual(["payments/paymentPrepared"]);
    expect(held(ledger, "cny-bank", "CNY")).toBe(before - 1_000_100n);
    expect(inBook(ledger, "CNY")).toBe(1_000_100n);
    expect(await ledger.query("payments/locked", { currency: "CNY" })).toEqual({ amount: 1_000_100n });
    expect(await statusOf(ledger, 1)).toMatchObject({ state: "locked", code: "ACSP", isFinal: false });
    const step = { step: "locked", height: ledger.state.height, timeMs: ledger.state.timeMs };
    expect(await paymentOf(ledger, 1)).toMatchObject({
      state: "locked",
      history: [step],
      terms: { endToEndId: "INV-7" },
    });
    expect(ledger.send("cny-bank", "accounts/closeAccount", {}).code).not.toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is answered as before when it is sent again, at any time, and changes nothing (panurus 45)", () => {
    const ledger = createPaymentLedger();
    const terms = termsOf(ledger, 1);
    const again = () => ledger.send("cny-bank", "payments/preparePayment", terms);
    const first = again();
    const repeat = (): void => {
      const before = ledger.digest();
      const second = again();
      expect([second.code, second.answer, second.events]).toEqual([0, first.answer, []]);
      expect(ledger.digest()).toBe(before);
    };
    repeat();
    expect(accept(ledger, 1).code).toBe(0);
    limitZone(ledger, "CNY", { singleMost: 1n });
    repeat();
  });

  test("is refused under a UETR that has other terms or another payer", () => {
    const ledger = createPaymentLedger();
    const terms = termsOf(ledger, 1);
    ledger.send("cny-bank", "payments/preparePayment", terms);
    for (const change of [{ purpose: "SCVE" }, { expiresMs: terms.expiresMs + 1 }, { endToEndId: "x" }]) {
      expectRefused(ledger, "uetrTaken", () =>
        ledger.send("cny-bank", "payments/preparePayment", { ...terms, ...change }),
      );
    }
    expectRefused(ledger, "uetrTaken", () => ledger.send("cny-bank-2", "payments/preparePayment", terms));
  });

  test("has an expiry to come that is not too far", () => {
    const ledger = createPaymentLedger();
    const lasting = (ms: number) => prepare(ledger, 1, { expiresMs: ledger.state.timeMs + 1 + ms });
    expectRefused(ledger, "expiryPassed", () => lasting(0));
    expectRefused(ledger, "expiryTooLate", () => lasting(5 * 86_400_000 + 1));
    expect(lasting(5 * 86_400_000).code).toBe(0);
  });

  test("meets the corridor's rules, and needs the money and a payee who can be paid", () => {
    const ledger = createPaymentLedger();
    const money = (amount: bigint) => ({ money: { currency: "CNY", amount } });
    expectRefused(ledger, "corridors/unknownCorridor", () => prepare(ledger, 1, { corridor: "nowhere" }));
    expectRefused(ledger, "corridors/notMember", () => prepare(ledger, 1, {}, "alice"));
    expectRefused(ledger, "corridors/sameZone", () => prepare(ledger, 1, { payee: ledger.account("cny-bank-2") }));
    expectRefused(ledger, "accounts/ledgerAccount", () => prepare(ledger, 1, { payee: lockedFunds }));
    // All but the fee is not enough.
    const given = { currency: "CNY", to: ledger.account("cny-bank-2"), amount: 1_000_000n };
    const short = () => prepare(ledger, 1, {}, "cny-bank-2");
    const before = held(ledger, "cny-bank-2", "CNY");
    ledger.send("cny-bank-2", "settlement/pay", { ...given, to: ledger.account("cny-bank"), amount: before });
    ledger.send("cny-issuer", "accounts/issueCurrency", given);
    expectRefused(ledger, "accounts/insufficientFunds", short);
    limitZone(ledger, "CNY", { singleMost: 999_999n });
    expectRefused(ledger, "corridors/singleTooLarge", () => prepare(ledger, 1));
    freeze(ledger, "kzt-bank");
    expectRefused(ledger, "accounts/accountFrozen", () => prepare(ledger, 1, money(10n)));
  });

  test("is prepared for no higher fee of the corridor than its payer says (feeHigherThanAsked)", () => {
    const ledger = createPaymentLedger();
    const terms = termsOf(ledger, 1);
    const prepareFor = (more: object) => ledger.send("cny-bank", "payments/preparePayment", { ...terms, ...more });
    expectRefused(ledger, "feeHigherThanAsked", () => prepareFor({ feeMost: 99n }));
    expect(prepareFor({ feeMost: 100n }).answer).toMatchObject({ fee: 100n });
    // What it was to cost at most is no part of its terms.
    expect(prepareFor({}).code).toBe(0);
  });

  test("brings the attestations that the corridor's operator asks for", async () => {
    const ledger = createPaymentLedger();
    const ask = (actor: string, customer: string[], interbank: string[] = []) =>
      ledger.send(actor, "payments/setRequiredAttestations", { corridor: "silk-road", customer, interbank });
    expectRefused(ledger, "notOperator", () => ask("cny-bank", ["travelRule"]));
    expect(ask("corridor-operator", ["travelRule", "payeeConfirmation"]).code).toBe(0);
    const corridor = "silk-road";
    expect(await ledger.query("payments/requiredAttestations", { corridor })).toMatchObject({ interbank: [] });
    const hash = new Uint8Array(32);
    const attestations = [{ kind: "payeeConfirmation", hash }];
    expectRefused(ledger, "attestationMissing", () => prepare(ledger, 1, { attestations }));
    expect(prepare(ledger, 1, { attestations: [{ kind: "travelRule", hash }, ...attestations] }).code).toBe(0);
    expect(prepare(ledger, 2, { kind: "interbank" }).code).toBe(0);
    expect(ask("corridor-operator", []).code).toBe(0);
    expect(prepare(ledger, 3).code).toBe(0);
    expect(accept(ledger, 3).code).toBe(0);
  });

  test("settles in one step where the payee's bank accepts such payments at once", async () => {
    const ledger = createPaymentLedger();
    const declare = (actor: string, customer: boolean, interbank = false) =>
      ledger.send(actor, "payments/setStandingAcceptance", { corridor: "silk-road", customer, interbank });
    expectRefused(ledger, "notMember", () => declare("alice", true));
    expect(declare("kzt-bank", true).code).toBe(0);
    const account = ledger.account("kzt-bank");
    expect(await ledger.query("payments/standingAcceptance", { account, corridor: "silk-road" })).toMatchObject({
      customer: true,
    });
    const { answer, events } = prepare(ledger, 1);
    expect(answer).toMatchObject({ isStanding: true });
    expect(events.map(({ type }) => type)).toEqual(["payments/paymentPrepared", "payments/paymentSettled"]);
    expect(await statusOf(ledger, 1)).toMatchObject({ state: "settled", code: "ACCC", isFinal: true });
    const { hops } = prepareByQuote(ledger, 2);
    expect(await statusOf(ledger, 2)).toMatchObject({ state: "settled" });
    expect(hops).toHaveLength(1);
    prepare(ledger, 3, { kind: "interbank" });
    expect(await statusOf(ledger, 3)).toMatchObject({ state: "locked" });
    expect(declare("kzt-bank", false).code).toBe(0);
    prepare(ledger, 4);
    expect(await statusOf(ledger, 4)).toMatchObject({ state: "locked" });
    expect(await ledger.audit()).toEqual([]);
  });

  test("waits for its payee again once that has taken its standing acceptance back, as a member or not any more", async () => {
    const ledger = createPaymentLedger();
    const corridor = "silk-road";
    const declare = (customer: boolean) =>
      ledger.send("kzt-bank", "payments/setStandingAcceptance", { corridor, customer, interbank: false });
    const account = ledger.account("kzt-bank");
    expect(declare(true).code).toBe(0);
    expect(ledger.send("corridor-operator", "corridors/removeMember", { corridor, account }).code).toBe(0);
    expectRefused(ledger, "notMember", () => declare(true));
    expect(declare(false).code).toBe(0);
    expect(await ledger.query("payments/standingAcceptance", { account, corridor })).toMatchObject({ customer: false });
  });

  test("has a place among its payer's open and kept payments, and on the ledger", async () => {
    const few = createPaymentLedger({ openMost: 1n, rowsMost: 2n });
    expect(prepare(few, 1).code).toBe(0);
    expectRefused(few, "tooManyOpen", () => prepare(few, 2));
    accept(few, 1);
    expect(prepare(few, 2).code).toBe(0);
    say(few, "cny-bank", "cancelPayment", 2);
    expectRefused(few, "tooManyRows", () => prepare(few, 3));
    expect(prepare(few, 4, {}, "cny-bank-2").refused).not.toBe("payments/tooManyRows");
    const full = createPaymentLedger({ totalRowsMost: 1n });
    expect(prepare(full, 1).code).toBe(0);
    expectRefused(full, "ledgerFull", () => prepare(full, 2));
    expect(await few.audit()).toEqual([]);
  });
});

describe("a payment by a quote", () => {
  test("binds it: it is neither executed nor given up nor bound again", async () => {
    const ledger = createPaymentLedger();
    const { quote, outcome, expiresMs } = prepareByQuote(ledger, 1);
    expect(outcome.refused).toBeUndefined();
    expect(inBook(ledger, "CNY")).toBe(1_000_100n);
    expectRefused(ledger, "fx/quoteBound", () => execute(ledger, quote));
    expectRefused(ledger, "fx/quoteBound", () => ledger.send("cny-bank", "fx/cancelQuote", { quote }));
    expectRefused(ledger, "fx/quoteBound", () => prepare(ledger, 2, { ...by(quote), expiresMs }));
    expect(await ledger.query("fx/quote", { number: quote })).toMatchObject({ boundTo: uetrOf(1) });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is for the payee and purpose that the quote was taken for, by its taker, and never outlives it", () => {
    const ledger = createPaymentLedger();
    const { quote, expiresMs } = taken(ledger);
    const terms = { ...by(quote), expiresMs };
    expectRefused(ledger, "quoteDiffers", () => prepare(ledger, 1, { ...terms, purpose: "SCVE" }));
    expectRefused(ledger, "quoteDiffers", () => prepare(ledger, 1, { ...terms, payee: ledger.account("uzs-bank") }));
    expectRefused(ledger, "meansUnclear", () =>
      prepare(ledger, 1, { ...terms, money: { currency: "CNY", amount: 1n } }),
    );
    expectRefused(ledger, "meansUnclear", () => prepare(ledger, 1, { money: undefined }));
    expectRefused(ledger, "fx/notTaker", () => prepare(ledger, 1, terms, "cny-bank-2"));
    expectRefused(ledger, "fx/unknownQuote", () => prepare(ledger, 1, by(quote + 1)));
    expectRefused(ledger, "expiryAfterQuote", () => prepare(ledger, 1, { ...terms, expiresMs: expiresMs + 1 }));
    expect(prepare(ledger, 1, terms).code).toBe(0);
  });

  test("moves three legs of currency together, with the fee, when the payee accepts", async () => {
    const ledger = createPaymentLedger();
    leadThroughSom(ledger);
    const before = { payee: held(ledger, "kzt-bank", "KZT"), between: held(ledger, "cny-bank-2", "UZS") };
    const { hops } = prepareByQuote(ledger, 1);
    expect(hops).toHaveLength(2);
    const { answer, refused, events } = accept(ledger, 1);
    expect(refused).toBeUndefined();
    const { legs } = answer as { legs: { kind: string }[] };
    expect(legs.map(({ kind }) => kind)).toEqual(["exchange", "spread", "exchange", "spread", "delivery", "fee"]);
    expect(held(ledger, "kzt-bank", "KZT")).toBe(before.payee + 70_281_124n);
    expect(held(ledger, "cny-bank-2", "UZS")).toBe(before.between + 1_750_000_000n);
    expect([inBook(ledger, "CNY"), aside(ledger, "UZS"), aside(ledger, "KZT")]).toEqual([0n, 0n, 0n]);
    const judged = { corridor: "silk-road", revision: 1 };
    expect(events.find(({ type }) => type === "payments/paymentSettled")?.content).toMatchObject({ judged, hops });
    expect(await paymentOf(ledger, 1)).toMatchObject({ state: "settled", judged, hops });
    expect(await ledger.audit()).toEqual([]);
  });

  test("tells its providers of their money when it is prepared, settled and void (quote and hops)", () => {
    const ledger = createPaymentLedger();
    const told = (events: readonly { type: string; content: unknown }[]) =>
      events.find(({ type }) => type.startsWith("payments/"));
    const first = prepareByQuote(ledger, 1);
    const { hops } = first;
    const expected = (name: string, quote: number) => ({ type: `payments/${name}`, content: { quote, hops } });
    expect(told(first.outcome.events)).toMatchObject(expected("paymentPrepared", first.quote));
    expect(told(accept(ledger, 1).events)).toMatchObject(expected("paymentSettled", first.quote));
    const second = prepareByQuote(ledger, 2);
    const { events } = say(ledger, "cny-bank", "cancelPayment", 2);
    expect(told(events)).toMatchObject(expected("paymentVoided", second.quote));
    prepare(ledger, 3);
    const plain = told(say(ledger, "cny-bank", "cancelPayment", 3).events)?.content as object;
    expect(plain).toMatchObject({ hops: [] });
    expect("quote" in plain).toBe(false);
  });

  test("settles although the corridor's operator is frozen, where it takes no fee", async () => {
    const ledger = createPaymentLedger();
    await changeRules(ledger, { feeBp: 0 });
    freeze(ledger, "corridor-operator");
    prepareByQuote(ledger, 1);
    prepare(ledger, 2);
    expect([accept(ledger, 1).refused, accept(ledger, 2).refused]).toEqual([undefined, undefined]);
    const { quote } = taken(ledger);
    expect(execute(ledger, quote).refused).toBeUndefined();
    expect(await ledger.audit()).toEqual([]);
  });

  test("is void for all legs at its one expiry, which no quote's own timer precedes (Mojaloop 4274, 868)", async () => {
    const ledger = createPaymentLedger();
    leadThroughSom(ledger);
    const parties = [
      ["cny-bank", "CNY"],
      ["uzs-bank", "UZS"],
      ["cny-bank-2", "KZT"],
    ] as const;
    const balances = () => parties.map(([alias, currency]) => held(ledger, alias, currency));
    const before = balances();
    const { expiresMs } = prepareByQuote(ledger, 1, "interbank");
    const late = ledger.transaction([
      { actor: "kzt-bank", type: "payments/acceptPayment", content: { uetr: uetrOf(1) } },
    ]);
    const { results, blockEvents } = ledger.executeBlock([late], { timeMs: expiresMs });
    expect(results[0]?.refusal?.code).toBe("payments/expiryReached");
    expect(blockEvents.map(({ type }) => type)).toEqual(["payments/paymentVoided"]);
    expect(balances()).toEqual(before);
    expect([inBook(ledger, "CNY"), aside(ledger, "UZS"), aside(ledger, "KZT")]).toEqual([0n, 0n, 0n]);
    expect(await statusOf(ledger, 1)).toMatchObject({ code: "RJCT", reason: "AB03", isFinal: true });
    expectRefused(ledger, "paymentClosed", () => accept(ledger, 1));
    expect(await ledger.audit()).toEqual([]);
  });

  test("settles at the last millisecond of its life, and no timeout comes after it (Mojaloop 4274, Rafiki 3141)", async () => {
    const ledger = createPaymentLedger();
    const { expiresMs } = prepareByQuote(ledger, 1);
    ledger.advance(expiresMs - 2 - ledger.state.timeMs);
    expect(accept(ledger, 1).code).toBe(0);
    const payee = held(ledger, "kzt-bank", "KZT");
    const { blockEvents } = ledger.executeBlock([], { timeMs: expiresMs });
    expect([blockEvents, held(ledger, "kzt-bank", "KZT")]).toEqual([[], payee]);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("an open payment", () => {
  test("is decided by its payee alone once that has taken it up (nutshell 1170)", async () => {
    const ledger = createPaymentLedger();
    for (const number of [1, 2, 3]) prepare(ledger, number);
    expectRefused(ledger, "unknownPayment", () => accept(ledger, 9));
    for (const message of ["acceptPayment", "pendPayment", "rejectPayment"] as const) {
      const more = {
        acceptPayment: {},
        pendPayment: { as: "pending" },
        rejectPayment: { as: "rejected", reason: "AC04" },
      };
      for (const stranger of ["cny-bank", "uzs-bank", "governor"])
        expectRefused(ledger, "notPayee", () => say(ledger, stranger, message, 1, more[message]));
    }
    expectRefused(ledger, "notPayer", () => say(ledger, "kzt-bank", "cancelPayment", 1));
    expect(say(ledger, "cny-bank", "cancelPayment", 1).code).toBe(0);
    expect(await statusOf(ledger, 1)).toMatchObject({ code: "RJCT", reason: "ED05" });
    const pend = (as: string) => say(ledger, "kzt-bank", "pendPayment", 2, { as, reason: "NARR" });
    expect(pend("pending").code).toBe(0);
    expect(await statusOf(ledger, 2)).toMatchObject({ code: "PDNG", reason: "NARR" });
    expectRefused(ledger, "alreadyPended", () => pend("pending"));
    expectRefused(ledger, "payeeDeciding", () => say(ledger, "cny-bank", "cancelPayment", 2));
    expect(pend("acceptedNotPosted").code).toBe(0);
    expectRefused(ledger, "alreadyPended", () => pend("pending"));
    expect(await statusOf(ledger, 2)).toMatchObject({ code: "ACWP" });
    expect(accept(ledger, 2).code).toBe(0);
    const blocked = { as: "blocked", reason: "RR04" };
    expect(say(ledger, "kzt-bank", "rejectPayment", 3, blocked).code).toBe(0);
    expect(await statusOf(ledger, 3)).toMatchObject({ code: "BLCK", reason: "RR04" });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is closed once: nothing is said of it any more", () => {
    const ledger = createPaymentLedger();
    prepareByQuote(ledger, 1);
    const before = held(ledger, "cny-bank", "CNY");
    expect(say(ledger, "kzt-bank", "rejectPayment", 1, { as: "rejected", reason: "AC04" }).code).toBe(0);
    expect(held(ledger, "cny-bank", "CNY")).toBe(before + 1_000_100n);
    expect(aside(ledger, "KZT")).toBe(0n);
    expectRefused(ledger, "paymentClosed", () => accept(ledger, 1));
    expectRefused(ledger, "paymentClosed", () => say(ledger, "cny-bank", "cancelPayment", 1));
    expectRefused(ledger, "paymentClosed", () => say(ledger, "kzt-bank", "pendPayment", 1, { as: "pending" }));
    expectRefused(ledger, "notSettled", () => say(ledger, "cny-bank", "requestRecall", 1, { reason: "DUPL" }));
  });

  test("is judged by the corridor again when it is accepted, and counted only then", async () => {
    const ledger = createPaymentLedger();
    prepareByQuote(ledger, 1);
    prepare(ledger, 2);
    limitZone(ledger, "CNY", { singleMost: 999_999n });
    expectRefused(ledger, "corridors/singleTooLarge", () => accept(ledger, 1));
    ledger.send("kzt-issuer", "corridors/stopZone", { currency: "KZT", reference: "drill" });
    expectRefused(ledger, "corridors/zoneStopped", () => accept(ledger, 2));
    expect(await statusOf(ledger, 2)).toMatchObject({ state: "locked" });
    expect(say(ledger, "kzt-bank", "rejectPayment", 2, { as: "rejected", reason: "AB05" }).code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is not accepted while a currency is paused or a provider frozen, and goes back all the same", async () => {
    const ledger = createPaymentLedger();
    const before = held(ledger, "cny-bank", "CNY");
    const { expiresMs, hops } = prepareByQuote(ledger, 1);
    const provider = hops[0]?.provider;
    const alias = ["uzs-bank", "cny-bank-2"].find((name) => ledger.account(name) === provider) ?? "";
    freeze(ledger, alias);
    const before2 = ledger.digest();
    expect(accept(ledger, 1).refused).toMatch(/^accounts\/(balance|account)Frozen$/);
    expect(ledger.digest()).toBe(before2);
    pause(ledger, "CNY");
    freeze(ledger, "cny-bank");
    const { blockEvents } = ledger.executeBlock([], { timeMs: expiresMs });
    expect(blockEvents.map(({ type }) => type)).toEqual(["payments/paymentVoided"]);
    expect(held(ledger, "cny-bank", "CNY")).toBe(before);
    expect(aside(ledger, "KZT")).toBe(0n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("settles although its payer was frozen meanwhile: the payer is bound by what it locked", () => {
    const ledger = createPaymentLedger();
    prepare(ledger, 1);
    freeze(ledger, "cny-bank");
    expect(accept(ledger, 1).code).toBe(0);
  });
});

describe("a settled payment", () => {
  const settled = () => {
    const ledger = createPaymentLedger();
    prepareByQuote(ledger, 1);
    expect(accept(ledger, 1).refused).toBeUndefined();
    return ledger;
  };
  const giveBack = (ledger: TestLedger, amount: bigint, actor = "kzt-bank") =>
    say(ledger, actor, "returnPayment", 1, { amount, reason: "FOCR" });

  test("is recalled once, and the recall is pended, refused, or granted by a return", async () => {
    const ledger = settled();
    const recall = (actor = "cny-bank") => say(ledger, actor, "requestRecall", 1, { reason: "DUPL" });
    const answer = (said: string, actor = "kzt-bank") =>
      say(ledger, actor, "answerRecall", 1, { answer: said, reason: "NOAS" });
    expectRefused(ledger, "notPayer", () => recall("kzt-bank"));
    expectRefused(ledger, "noRecall", () => answer("refused"));
    expect(recall().code).toBe(0);
    expectRefused(ledger, "recallKnown", () => recall());
    expectRefused(ledger, "notPayee", () => answer("refused", "cny-bank"));
    expect(answer("pended").code).toBe(0);
    expect(await statusOf(ledger, 1)).toMatchObject({ code: "ACCC", recallCode: "PDCR" });
    expectRefused(ledger, "recallAnswered", () => answer("pended"));
    expect(answer("refused").code).toBe(0);
    expect(await statusOf(ledger, 1)).toMatchObject({ recallCode: "RJCR" });
    expectRefused(ledger, "recallAnswered", () => answer("refused"));
    // A refusal binds nobody to keep the money.
    expect(giveBack(ledger, 1n).code).toBe(0);
    const other = settled();
    say(other, "cny-bank", "requestRecall", 1, { reason: "DUPL" });
    giveBack(other, 1n);
    expect(await statusOf(other, 1)).toMatchObject({ recallCode: "PECR", returned: 1n });
    giveBack(other, 69_499_999n);
    expect(await statusOf(other, 1)).toMatchObject({ state: "returned", code: "ACCC", recallCode: "CNCL" });
    expect(await other.audit()).toEqual([]);
  });

  test("is returned in what was delivered, never more than that in sum, and the exchange is not undone", async () => {
    const ledger = settled();
    const before = [held(ledger, "cny-bank", "KZT"), held(ledger, "cny-bank", "CNY")];
    expectRefused(ledger, "notPayee", () => giveBack(ledger, 1n, "cny-bank"));
    expectRefused(ledger, "returnTooLarge", () => giveBack(ledger, 69_500_001n));
    const { answer, events } = giveBack(ledger, 500_000n);
    expect(answer).toEqual({ returned: 500_000n });
    expect(events[0]).toMatchObject({ type: "payments/paymentReturned", content: { currency: "KZT", reason: "FOCR" } });
    expectRefused(ledger, "returnTooLarge", () => giveBack(ledger, 69_000_001n));
    expect(giveBack(ledger, 69_000_000n).code).toBe(0);
    expect([held(ledger, "cny-bank", "KZT"), held(ledger, "cny-bank", "CNY")]).toEqual([
      (before[0] ?? 0n) + 69_500_000n,
      before[1],
    ]);
    expectRefused(ledger, "notSettled", () => giveBack(ledger, 1n));
    expect(await ledger.audit()).toEqual([]);
  });

  test("is returned in six parts at most", async () => {
    const ledger = settled();
    for (let part = 0; part < 6; part += 1) expect(giveBack(ledger, 1n).code).toBe(0);
    expectRefused(ledger, "tooManyReturns", () => giveBack(ledger, 1n));
    expect(await ledger.audit()).toEqual([]);
  });

  test("is returned in spite of limits, which no return lowers, and not while its zone is stopped or the payer frozen", async () => {
    const ledger = settled();
    const counters = () => ledger.query("corridors/counters", { currency: "KZT" });
    limitZone(ledger, "KZT", { singleMost: 0n });
    const before = await counters();
    expect(giveBack(ledger, 1n).code).toBe(0);
    expect(await counters()).toEqual(before);
    ledger.send("kzt-issuer", "corridors/stopZone", { currency: "KZT", reference: "drill" });
    expectRefused(ledger, "corridors/zoneStopped", () => giveBack(ledger, 1n));
    const other = settled();
    freeze(other, "cny-bank");
    expect(giveBack(other, 1n).refused).toMatch(/^accounts\/(balance|account)Frozen$/);
  });

  test("is kept for thirty days, then only its event tells of it, and its UETR is free", async () => {
    const ledger = createPaymentLedger();
    prepare(ledger, 1);
    accept(ledger, 1);
    const account = ledger.account("cny-bank");
    expect(await ledger.query("payments/payments", { account, side: "payer" })).toMatchObject({
      items: [{ uetr: uetrOf(1), payment: { state: "settled" } }],
    });
    const removesMs = ledger.state.timeMs + 30 * 86_400_000;
    ledger.executeBlock([], { timeMs: removesMs - 1 });
    expect(await statusOf(ledger, 1)).toMatchObject({ state: "settled" });
    const { blockEvents } = ledger.executeBlock([], { timeMs: removesMs });
    expect(blockEvents.map(({ type }) => type)).toEqual(["payments/paymentRemoved"]);
    await expect(statusOf(ledger, 1)).rejects.toThrow("unknownPayment");
    const payee = { account: ledger.account("kzt-bank"), side: "payee" };
    expect(await ledger.query("payments/payments", payee)).toEqual({ items: [] });
    expect(await ledger.audit()).toEqual([]);
  });
});

test("a settled payment stays until its expiry at least, so that no order is carried out twice", async () => {
  const ledger = createPaymentLedger({ keptMs: 60_000n });
  const terms = termsOf(ledger, 1, { expiresMs: ledger.state.timeMs + 3_600_000 });
  const again = () => ledger.send("cny-bank", "payments/preparePayment", terms);
  again();
  accept(ledger, 1);
  ledger.executeBlock([], { timeMs: terms.expiresMs - 2 });
  expect([again().code, await statusOf(ledger, 1)]).toMatchObject([0, { state: "settled" }]);
  ledger.executeBlock([], { timeMs: terms.expiresMs });
  await expect(statusOf(ledger, 1)).rejects.toThrow("unknownPayment");
  expect(again().refused).toBe("payments/expiryPassed");
  expect(await ledger.audit()).toEqual([]);
});

test("a void payment makes room an hour after its expiry, so that nobody fills the ledger with payments that never settle", async () => {
  const ledger = createPaymentLedger({ rowsMost: 2n });
  const terms = termsOf(ledger, 1);
  const again = () => ledger.send("cny-bank", "payments/preparePayment", terms);
  again();
  prepare(ledger, 2, { expiresMs: terms.expiresMs });
  say(ledger, "cny-bank", "cancelPayment", 1);
  const removesMs = terms.expiresMs + 3_600_000;
  ledger.executeBlock([], { timeMs: terms.expiresMs });
  ledger.executeBlock([], { timeMs: removesMs - 2 });
  expect(await statusOf(ledger, 1)).toMatchObject({ state: "cancelled", reason: "ED05" });
  expect(await statusOf(ledger, 2)).toMatchObject({ state: "expired", reason: "AB03" });
  expectRefused(ledger, "tooManyRows", () => prepare(ledger, 3));
  const { blockEvents } = ledger.executeBlock([], { timeMs: removesMs });
  expect(blockEvents.map(({ type }) => type)).toEqual(["payments/paymentRemoved", "payments/paymentRemoved"]);
  await expect(statusOf(ledger, 1)).rejects.toThrow("unknownPayment");
  expect(again().refused).toBe("payments/expiryPassed");
  expect([expiries.size(ledger.state), removals.size(ledger.state)]).toEqual([0, 0]);
  // The UETR is free for another order.
  expect(prepare(ledger, 1).code).toBe(0);
  expect(await ledger.audit()).toEqual([]);
});

test("states are told in the codes that status reports use", () => {
  const told = (state: keyof typeof statuses) => ({ TxSts: statuses[state].code, reason: statuses[state].reason });
  const known = (state: keyof typeof paymentStatuses) => ({
    TxSts: paymentStatuses[state].TxSts,
    reason: paymentStatuses[state].reason,
  });
  expect(told("locked")).toEqual(known("reserved"));
  expect(told("pending")).toEqual(known("queued"));
  expect(told("acceptedNotPosted")).toEqual(known("acceptedNotPosted"));
  expect(told("settled")).toEqual(known("credited"));
  expect(told("rejected")).toEqual(known("refused"));
  expect(told("blocked")).toEqual(known("blocked"));
  expect(told("cancelled")).toEqual(known("aborted"));
  expect(told("expired")).toEqual(known("expired"));
});

describe("promises", () => {
  const broken = async (ledger: TestLedger, claim: typeof paymentsFallDue, ...rows: ChangedRow[]) =>
    (await claim({ state: changedState(ledger.state, rows) })).length > 0;

  test("are broken by rows that do not fit", async () => {
    const ledger = createPaymentLedger();
    prepareByQuote(ledger, 1);
    prepare(ledger, 2);
    accept(ledger, 2);
    const row = (number: number, change: object) => {
      const before = payments.get(ledger.state, uetrText(number));
      if (before === undefined) throw new Error("there is a payment");
      return rowOf(payments.key(uetrText(number)), payments.codec, { ...before, ...change });
    };
    const payer = ledger.account("cny-bank");
    expect(await broken(ledger, lockedEqualsPayments, rowOf(lockedTotals.key("CNY"), lockedTotals.codec, 1n))).toBe(
      true,
    );
    expect(await broken(ledger, lockedEqualsPayments, row(1, { fee: 0n }))).toBe(true);
    const counts = rowOf(payerCounts.key(payer), payerCounts.codec, { open: 2, rows: 2 });
    expect(await broken(ledger, paymentsAreListed, counts)).toBe(true);
    const list = rowOf(payeePayments.key(ledger.account("kzt-bank"), uetrText(1)), payeePayments.codec, undefined);
    expect(await broken(ledger, paymentsAreListed, list)).toBe(true);
    expect(await broken(ledger, paymentsFallDue, row(2, { removesMs: 1 }))).toBe(true);
    expect(await broken(ledger, quotesAreBoundOnce, row(1, { state: "expired" }))).toBe(true);
    expect(await broken(ledger, quotesAreBoundOnce, rowOf(quotes.key(1), quotes.codec, undefined))).toBe(true);
    expect(await broken(ledger, returnsStayWithinDelivery, row(2, { returned: 1_000_001n }))).toBe(true);
    expect(await broken(ledger, returnsStayWithinDelivery, row(2, { state: "returned" }))).toBe(true);
    expect(await broken(ledger, returnsStayWithinDelivery, row(1, { returned: 1n }))).toBe(true);
  });
});
