// The start of issuance.
import { expect, test } from "vitest";
import { codecOf } from "#src/core/form.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { juniorsAccount, redeemingAccount, reserveAccount, surplusAccount } from "#src/modules/issuance/books.ts";
import { issuance } from "#src/modules/issuance/module.ts";
import { haircutOf, parameters } from "#src/modules/issuance/parameters.ts";
import { createIssuanceLedger, testEpochMs } from "#tests/support/issuance.ts";

test("opens the books and takes the length of an epoch from the file", () => {
  const { state } = createIssuanceLedger();
  for (const account of [reserveAccount, surplusAccount, redeemingAccount, juniorsAccount]) {
    expect(accounts.hasAccount(state, account)).toBe(true);
  }
  expect(parameters.epochMs.get(state)).toBe(BigInt(testEpochMs));
  expect(parameters.distributionIntervalMs.get(state)).toBe(BigInt(testEpochMs));
});

test("refuses an epoch shorter than a second, and KDG as cover", () => {
  expect(() => createIssuanceLedger({ genesis: { epochMs: 999 } })).toThrow("in range");
  const reserveCurrencies = [{ currency: "KDG", feed: "AG", haircutBp: 0 }];
  expect(() => createIssuanceLedger({ genesis: { reserveCurrencies } })).toThrow("issuance/currencyAnchored");
});

test("every message, result, event and row has an encoding", () => {
  const schemas = [
    ...Object.values(issuance.messages).flatMap((message) =>
      "result" in message ? [message.schema, message.result] : [message.schema],
    ),
    ...Object.values(issuance.events).map((event) => event.schema),
    ...Object.values(issuance.tables).map((table) => table.schema),
  ];
  for (const schema of schemas) if (schema !== undefined) expect(codecOf(schema)).toBeDefined();
});

test("haircuts are those of the worst quarters, and a metal that nobody judged counts nothing", () => {
  const { state } = createIssuanceLedger();
  const haircuts = ["AG", "CU", "AU", "AL", "NI", "LI2CO3", "NDPR", "XX"].map((metal) => haircutOf(metal).get(state));
  expect(haircuts).toEqual([3_000n, 3_000n, 1_500n, 3_000n, 4_000n, 6_000n, 5_500n, 10_000n]);
});
