// Customers of banks on a ledger: links by both sides, limits that payments of any module keep, and payments that pull.
import { describe, expect, test } from "vitest";
import { read as accounts, watch } from "#src/modules/accounts/access.ts";
import { credited } from "#src/modules/accounts/tables.ts";
import { links } from "#src/modules/bank-gateway/tables.ts";
import {
  acceptLink,
  confirmIssuance,
  dayMs,
  endLink,
  offerLink,
  pause,
  payWithWaterfall,
  requestIssuance,
  setAllowance,
  setTerms,
  sweepHolding,
  withChannel,
  withCustomer,
  withdrawOffer,
  withIssued,
} from "#tests/support/bankGateway.ts";
import type { Outcome, TestLedger } from "#tests/support/ledger.ts";

const held = (ledger: TestLedger, alias: string) => accounts.balance(ledger.state, "CNY", ledger.account(alias));
const isListed = (ledger: TestLedger, alias = "alice") => watch.isListed(ledger.state, "CNY", ledger.account(alias));
/** A payment that knows nothing of limits. */
const issueTo = (ledger: TestLedger, alias: string, amount: bigint) =>
  ledger.send("cny-issuer", "accounts/issueCurrency", { currency: "CNY", to: ledger.account(alias), amount });
const freeze = (ledger: TestLedger, alias: string, verb: "freeze" | "unfreeze") =>
  ledger.send("regulator", `accounts/${verb}Account`, { account: ledger.account(alias), reference: "court" });
const limitOf = async (ledger: TestLedger) =>
  (
    (await ledger.query("bank-gateway/link", { currency: "CNY", customer: ledger.account("alice") })) as {
      limit: bigint;
    }
  ).limit;

/** What is refused changes nothing. */
function expectRefused(ledger: TestLedger, code: string, act: () => Outcome): void {
  const before = ledger.digest();
  expect(act().refused).toBe(code.includes("/") ? code : `bank-gateway/${code}`);
  expect(ledger.digest()).toBe(before);
}

describe("a link", () => {
  test("takes the bank's offer and the customer's consent (offerLink, acceptLink)", async () => {
    const ledger = withIssued();
    expectRefused(ledger, "unknownOffer", () => acceptLink(ledger));
    expectRefused(ledger, "notBank", () => offerLink(ledger, {}, "bob"));
    expectRefused(ledger, "unknownClass", () => offerLink(ledger, { className: "baron" }));
    const customer = ledger.account("kzt-bank");
    expectRefused(ledger, "customerIsBank", () => offerLink(ledger, { customer }));
    expect(offerLink(ledger).refused).toBeUndefined();
    expectRefused(ledger, "offerKnown", () => offerLink(ledger));
    offerLink(ledger, {}, "cny-bank-2");
    const params = { currency: "CNY", customer: ledger.account("alice") };
    expect(await ledger.query("bank-gateway/offers", params)).toMatchObject({ items: [{}, {}] });
    const before = held(ledger, "cny-bank") + held(ledger, "alice");
    expect(acceptLink(ledger).refused).toBeUndefined();
    expect([held(ledger, "alice"), held(ledger, "cny-bank")]).toEqual([100_000n, before - 100_000n]);
    expectRefused(ledger, "alreadyLinked", () => acceptLink(ledger, { bank: ledger.account("cny-bank-2") }));
    expect(await ledger.query("bank-gateway/link", params)).toMatchObject({
      ...{ bank: ledger.account("cny-bank"), className: "person", limit: 100_000n, pulledToday: 0n },
    });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is not taken up by an account that has become a bank since it was offered", () => {
    const ledger = withIssued();
    offerLink(ledger, { customer: ledger.account("alice") });
    ledger.send("cny-issuer", "corridors/admitParticipant", {
      ...{ currency: "CNY", account: ledger.account("alice"), bic: "ALICCN22", isResident: true },
    });
    for (let block = 0; block < 10; block += 1) ledger.advance(1);
    expectRefused(ledger, "customerIsBank", () => acceptLink(ledger));
  });

  test("is taken back or turned down before it is made (withdrawOffer)", () => {
    const ledger = withIssued();
    expectRefused(ledger, "unknownOffer", () => withdrawOffer(ledger));
    offerLink(ledger);
    expectRefused(ledger, "notParty", () => withdrawOffer(ledger, {}, "bob"));
    expect(withdrawOffer(ledger, {}, "alice").refused).toBeUndefined();
    offerLink(ledger);
    expect(withdrawOffer(ledger).refused).toBeUndefined();
    expectRefused(ledger, "unknownOffer", () => acceptLink(ledger));
  });

  test("is one of as many as a bank may have", () => {
    const ledger = withChannel({}, { "bank-gateway.customersMost": 1n });
    offerLink(ledger);
    expectRefused(ledger, "tooManyCustomers", () => offerLink(ledger, { customer: ledger.account("bob") }));
    withdrawOffer(ledger);
    expect(offerLink(ledger, { customer: ledger.account("bob") }).refused).toBeUndefined();
  });

  test("ends by the bank, which leaves the customer what it holds; then no limit holds (endLink)", async () => {
    const ledger = withCustomer();
    expectRefused(ledger, "unknownLink", () => endLink(ledger, { customer: ledger.account("bob") }));
    expectRefused(ledger, "notParty", () => endLink(ledger, {}, "bob"));
    expect(endLink(ledger).refused).toBeUndefined();
    issueTo(ledger, "alice", 900_000n);
    expect(held(ledger, "alice")).toBe(1_000_000n);
    offerLink(ledger);
    acceptLink(ledger);
    expect(held(ledger, "alice")).toBe(100_000n);
    expect(endLink(ledger).refused).toBeUndefined();
    expect(await ledger.audit()).toEqual([]);
  });

  test("ends by a customer at any time, and what it holds goes to the bank: nobody keeps it by paying it", async () => {
    const ledger = withCustomer();
    const atBank = held(ledger, "cny-bank");
    freeze(ledger, "cny-bank", "freeze");
    expectRefused(ledger, "accounts/balanceFrozen", () => endLink(ledger, {}, "alice"));
    freeze(ledger, "cny-bank", "unfreeze");
    expect(endLink(ledger, {}, "alice").refused).toBeUndefined();
    expect([held(ledger, "alice"), held(ledger, "cny-bank")]).toEqual([0n, atBank + 100_000n]);
    expectRefused(ledger, "unknownLink", () => endLink(ledger, {}, "alice"));
    offerLink(ledger);
    acceptLink(ledger);
    expect(endLink(ledger, {}, "alice").refused).toBeUndefined();
    expect(await ledger.audit()).toEqual([]);
  });

  test("ties its customer: an account that is linked is not closed", () => {
    const ledger = withCustomer();
    payWithWaterfall(ledger, { amount: 100_000n });
    const refusal = ledger.send("alice", "accounts/closeAccount", {}).refused;
    expect(refusal).toMatch(/accounts\/account(NotEmpty|Tied)/);
  });
});

describe("the waterfall", () => {
  test("keeps holdings within their limit after each block, whichever module paid", async () => {
    const ledger = withCustomer();
    const before = held(ledger, "cny-bank");
    issueTo(ledger, "alice", 25_000n);
    expect([held(ledger, "alice"), held(ledger, "cny-bank")]).toEqual([100_000n, before + 25_000n]);
    payWithWaterfall(ledger, { amount: 40_000n });
    issueTo(ledger, "alice", 40_000n);
    expect([held(ledger, "alice"), held(ledger, "cny-bank")]).toEqual([100_000n, before + 25_000n]);
    expect(isListed(ledger)).toBe(false);
    expect(await ledger.audit()).toEqual([]);
  });

  test("takes nothing from a customer that has become a bank: what it is issued is its own, and the link ends", async () => {
    const ledger = withCustomer();
    ledger.send("cny-issuer", "corridors/admitParticipant", {
      ...{ currency: "CNY", account: ledger.account("alice"), bic: "ALICCN22", isResident: true },
    });
    for (let block = 0; block < 10; block += 1) ledger.advance(1);
    const [before, atBank] = [held(ledger, "alice"), held(ledger, "cny-bank")];
    requestIssuance(ledger, { amount: 700_000n, reference: "T2-2" }, "alice");
    confirmIssuance(ledger, { request: 2, reference: "T2-2" });
    expect([held(ledger, "alice"), held(ledger, "cny-bank")]).toEqual([before + 700_000n, atBank]);
    expect(links.has(ledger.state, "CNY", ledger.account("alice"))).toBe(false);
    expect(await ledger.audit()).toEqual([]);
  });

  test("leaves merchants nothing", () => {
    const ledger = withIssued();
    offerLink(ledger, { customer: ledger.account("carol"), className: "merchant", pullPerDayMost: 0n });
    acceptLink(ledger, {}, "carol");
    expect(held(ledger, "carol")).toBe(0n);
    issueTo(ledger, "carol", 7n);
    expect(held(ledger, "carol")).toBe(0n);
  });

  const lowered = (limit: bigint) => ({
    classes: [
      { name: "merchant", limit: 0n },
      { name: "person", limit },
    ],
  });

  test("waits for a pause to end, and forgets nobody", async () => {
    const ledger = withCustomer();
    ledger.send("cny-issuer", "accounts/pauseCurrency", { currency: "CNY", reference: "drill" });
    setTerms(ledger, lowered(1n));
    sweepHolding(ledger);
    offerLink(ledger, { customer: ledger.account("bob") });
    expectRefused(ledger, "accounts/currencyPaused", () => acceptLink(ledger, {}, "bob"));
    ledger.advance(1);
    expect([held(ledger, "alice"), isListed(ledger)]).toEqual([100_000n, true]);
    ledger.send("cny-issuer", "accounts/resumeCurrency", { currency: "CNY", reference: "over" });
    expect([held(ledger, "alice"), isListed(ledger)]).toEqual([1n, false]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("leaves what a freeze of either side keeps, and looks again as the customer is unfrozen, or when asked", async () => {
    for (const frozen of ["cny-bank", "alice"]) {
      const ledger = withCustomer();
      setTerms(ledger, lowered(60_000n));
      freeze(ledger, frozen, "freeze");
      sweepHolding(ledger);
      expect(held(ledger, "alice")).toBe(100_000n);
      expect(await ledger.audit()).toEqual([]);
      freeze(ledger, frozen, "unfreeze");
      expect(held(ledger, "alice")).toBe(frozen === "alice" ? 60_000n : 100_000n);
      sweepHolding(ledger);
      expect([held(ledger, "alice"), isListed(ledger)]).toEqual([60_000n, false]);
      expect(await ledger.audit()).toEqual([]);
    }
  });

  test("does no work for the customers of a frozen bank in each block: others do not wait behind them", () => {
    const ledger = withCustomer();
    freeze(ledger, "cny-bank", "freeze");
    issueTo(ledger, "alice", 25_000n);
    expect([held(ledger, "alice"), isListed(ledger)]).toEqual([125_000n, false]);
    expect(credited.size(ledger.state, "CNY")).toBe(0);
    freeze(ledger, "cny-bank", "unfreeze");
    issueTo(ledger, "alice", 1n);
    expect(held(ledger, "alice")).toBe(100_000n);
  });

  test("meets a lowered limit at the next credit, or when anybody asks (sweepHolding)", async () => {
    const ledger = withCustomer();
    expectRefused(ledger, "unknownLink", () => sweepHolding(ledger, { customer: ledger.account("bob") }));
    setTerms(ledger, lowered(50_000n));
    ledger.advance(1);
    expect([held(ledger, "alice"), await limitOf(ledger)]).toEqual([100_000n, 50_000n]);
    expect(await ledger.audit()).toEqual([]);
    expect(sweepHolding(ledger).refused).toBeUndefined();
    expect(held(ledger, "alice")).toBe(50_000n);
    expect(links.get(ledger.state, "CNY", ledger.account("alice"))?.heldMost).toBe(50_000n);
  });

  test("lets an empty balance keep its mark through freezes", () => {
    const ledger = withCustomer();
    payWithWaterfall(ledger, { amount: 100_000n });
    freeze(ledger, "alice", "freeze");
    freeze(ledger, "alice", "unfreeze");
    issueTo(ledger, "alice", 100_001n);
    expect(held(ledger, "alice")).toBe(100_000n);
  });
});

describe("the reverse waterfall", () => {
  test("pulls what a payment lacks, as far as the bank allows for the day (payWithWaterfall)", () => {
    const ledger = withCustomer();
    const [bank, carol] = [held(ledger, "cny-bank"), held(ledger, "carol")];
    expectRefused(ledger, "unknownLink", () => payWithWaterfall(ledger, { to: ledger.account("carol") }, "bob"));
    expectRefused(ledger, "pullExceeded", () => payWithWaterfall(ledger, { amount: 150_001n }));
    expect(payWithWaterfall(ledger, { amount: 130_000n }).answer).toEqual({ pulled: 30_000n });
    expect([held(ledger, "alice"), held(ledger, "cny-bank"), held(ledger, "carol")]).toEqual([
      0n,
      bank - 30_000n,
      carol + 130_000n,
    ]);
    expectRefused(ledger, "pullExceeded", () => payWithWaterfall(ledger, { amount: 20_001n }));
    expect(payWithWaterfall(ledger, { amount: 20_000n }).answer).toEqual({ pulled: 20_000n });
    ledger.advance(dayMs);
    expect(payWithWaterfall(ledger, { amount: 50_000n }).answer).toEqual({ pulled: 50_000n });
  });

  test("pulls nothing from a bank that allows no more, is paused or frozen; own money is paid (setAllowance)", () => {
    const ledger = withCustomer();
    expectRefused(ledger, "notParty", () => setAllowance(ledger, {}, "alice"));
    setAllowance(ledger);
    expectRefused(ledger, "pullExceeded", () => payWithWaterfall(ledger, { amount: 100_011n }));
    pause(ledger);
    expectRefused(ledger, "channelPaused", () => payWithWaterfall(ledger, { amount: 100_010n }));
    freeze(ledger, "cny-bank", "freeze");
    expect(payWithWaterfall(ledger, { amount: 100_000n }).answer).toEqual({ pulled: 0n });
  });

  test("pulls nothing for who pays itself, whether it lacks anything or not", () => {
    const ledger = withCustomer();
    for (const amount of [1n, 150_000n]) {
      expectRefused(ledger, "ownPayee", () => payWithWaterfall(ledger, { to: ledger.account("alice"), amount }));
    }
  });

  test("makes no payment at all where one of its legs is refused", () => {
    const ledger = withCustomer();
    freeze(ledger, "cny-bank", "freeze");
    expectRefused(ledger, "accounts/balanceFrozen", () => payWithWaterfall(ledger, { amount: 100_001n }));
    freeze(ledger, "cny-bank", "unfreeze");
    freeze(ledger, "carol", "freeze");
    expectRefused(ledger, "accounts/balanceFrozen", () => payWithWaterfall(ledger, { amount: 100_001n }));
  });
});
