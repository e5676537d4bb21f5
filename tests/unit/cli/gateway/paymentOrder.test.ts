// What a payment asks of the ledger, and each reason for which it is not asked.
import { describe, expect, it } from "vitest";
import { bankOf } from "#src/cli/gateway/bankFile.ts";
import { orderOf } from "#src/cli/gateway/paymentOrder.ts";
import { limits } from "#src/core/limits.ts";
import { currencyDecimals } from "#src/iso20022/currencies.ts";
import { bankPayment, customerPayment, otherBic, ownBic, type PaymentParts } from "#tests/support/bankFiles.ts";

const [own, other, customer] = [
  "kdg15dsq9s8uq38tnuum3xyr3jsucttqur9tdzmv3x",
  "kdg15dsq9s8uq38tnuum3xyr3jsucttqur9tdzmv3x",
  "kdg15dsq9s8uq38tnuum3xyr3jsucttqur9tdzmv3x",
];
const bank = bankOf(
  {
    ...{ bic: "ALICUS33", account: own, shownAs: "OWN", as: "alice" },
    counterparties: [{ bic: otherBic, account: other }],
    customers: [{ id: "CUSTOMER-1", account: customer }],
  },
  new Map(),
);
const ledgerMs = Date.parse("2026-03-01T12:00:00Z");
const setting = { bank, currencies: currencyDecimals, ledgerMs };
const order = (parts: PaymentParts) => orderOf(customerPayment(parts), 0, setting);

describe("an order", () => {
  it("has the amount in whole units, and every reference that the ledger carries", () => {
    expect(order({ units: 1_234n, purpose: "SALA", remittance: "invoice 7" })).toEqual({
      ...{ to: other, currency: "USD", amount: "1234", endToEndId: "INVOICE-7", purpose: "SALA" },
      remittanceHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(orderOf(bankPayment(5n), 0, setting)).toEqual({
      to: other,
      currency: "USD",
      amount: "5",
      endToEndId: "COVER-9",
    });
  });

  it("is made until a day has begun nowhere on earth", () => {
    expect(order({ date: "2026-03-02" })).toMatchObject({ to: other });
    expect(order({ date: "2026-03-03" })).toMatchObject({ reason: "DT01" });
  });

  it("goes to a customer's own account when the creditor's bank is this one", () => {
    expect(order({ to: ownBic })).toMatchObject({ to: customer });
  });
});

describe("no order", () => {
  it.each<[string, PaymentParts]>([
    ["CH21", { uetr: undefined }],
    ["AG01", { method: "COVE" }],
    ["AGNT", { from: otherBic }],
    ["FF08", { endToEndId: "Ünder" }],
    ["AM01", { units: 0n }],
    ["RC04", { to: "ZZZZFRPPXXX" }],
  ])("is made, for %s", (reason, parts) => {
    expect(order(parts)).toMatchObject({ reason });
  });

  it("is made of more than the ledger's largest amount", () => {
    expect(order({ units: limits.amountMax })).toMatchObject({ amount: limits.amountMax.toString() });
    expect(order({ units: limits.amountMax + 1n })).toMatchObject({ reason: "AM02" });
  });

  it("is made for a customer whom this bank does not know", () => {
    const stranger = { ...setting, bank: { ...bank, customers: new Map() } };
    expect(orderOf(customerPayment({ to: ownBic }), 0, stranger)).toMatchObject({ reason: "AC03" });
  });
});

it("refuses a bank file that names a counterparty twice, head office or not", () => {
  const row = { bic: "BOBBDEFF", account: other };
  const file = { bic: ownBic, account: own, shownAs: "OWN", as: "alice", customers: [] };
  expect(() => bankOf({ ...file, counterparties: [row, { ...row, bic: otherBic }] }, new Map())).toThrow(/twice/);
});
