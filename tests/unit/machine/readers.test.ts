// The rules of reading as data: parties, currencies, and events.
import { describe, expect, it } from "vitest";
import { dependsOnRow, mayRead, mayReadEvent, party, type Reader } from "#src/machine/readers.ts";

const bank: Reader = { role: "bank", account: "a" };
const centralBank: Reader = { role: "central-bank", currency: "CNY" };
const supervisor: Reader = { role: "supervisor" };

describe("a row", () => {
  const rule = party(["legs.from", "legs.to"], ["legs.currency"]);
  const row = {
    legs: [
      { from: "b", to: "c", currency: "KDG" },
      { from: "c", to: "a", currency: "CNY" },
    ],
  };

  it("is read by whoever is named in any of its entries", () => {
    expect(mayRead(rule, bank, row)).toBe(true);
    expect(mayRead(rule, { role: "bank", account: "d" }, row)).toBe(false);
    expect(mayRead(rule, centralBank, row)).toBe(true);
    expect(mayRead(rule, { ...centralBank, currency: "EUR" }, row)).toBe(false);
    expect(mayRead(rule, undefined, row)).toBe(false);
  });

  it("is not read by an account that stands under another name, or by a bank named like a currency", () => {
    expect(mayRead(party("payer"), bank, { payee: "a", payer: "b" })).toBe(false);
    expect(mayRead(party("payer"), { role: "bank", account: "CNY" }, { payer: "b", currency: "CNY" })).toBe(false);
  });

  it("without parties is for a currency's central bank, and one for supervisors for nobody else", () => {
    expect(mayRead(party([]), centralBank, { currency: "CNY" })).toBe(true);
    expect(mayRead(party([]), bank, { currency: "CNY" })).toBe(false);
    expect(mayRead("supervisor", centralBank, { currency: "CNY" })).toBe(false);
    expect(mayRead("supervisor", supervisor)).toBe(true);
    expect(mayRead("public", undefined)).toBe(true);
  });

  it("is looked at only where parameters do not say whose it is", () => {
    expect(dependsOnRow(party("account"), ["account", "currency"])).toBe(false);
    expect(dependsOnRow(party("bond.owner"), ["bond"])).toBe(true);
    expect(dependsOnRow("supervisor", [])).toBe(false);
  });
});

describe("an event", () => {
  it("is heard by those whom it names anywhere, unless it is public", () => {
    const content = { sent: { from: "b", lists: [{ to: "a" }] }, currency: "CNY" };
    expect(mayReadEvent(false, bank, content)).toBe(true);
    expect(mayReadEvent(false, { role: "bank", account: "ab" }, content)).toBe(false);
    expect(mayReadEvent(false, centralBank, content)).toBe(true);
    expect(mayReadEvent(false, undefined, content)).toBe(false);
    expect(mayReadEvent(false, supervisor, content)).toBe(true);
    expect(mayReadEvent(true, undefined, content)).toBe(true);
  });
});
