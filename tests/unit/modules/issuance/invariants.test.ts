// The promises of issuance, kept by use and broken by hand.
import { beforeEach, expect, test } from "vitest";
import { present } from "#src/core/assert.ts";
import type { Invariant } from "#src/machine/invariant.ts";
import { balances } from "#src/modules/accounts/tables.ts";
import { juniorsAccount, redeemingAccount, reserveAccount } from "#src/modules/issuance/books.ts";
import {
  epochsEqualRequests,
  holdingsEqualCertificates,
  juniorHoldingsEqualTotals,
  moneyDoesNotBackItself,
  redeemingEqualsRequests,
  requestsAddUp,
  supplyEqualsMintedLessBurnt,
} from "#src/modules/issuance/invariants.ts";
import {
  accountRequests,
  epochPointers,
  epochs,
  juniorHoldings,
  juniorTotals,
  moneyTotals,
  redeemingTotals,
  requests,
  reserveCurrencies,
} from "#src/modules/issuance/tables.ts";
import { certificates } from "#src/modules/metal-reserve/tables.ts";
import type { Stored } from "#src/state/view.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import { createIssuanceLedger, mintOn, requestRedemption, settleEpoch } from "#tests/support/issuance.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const kdg = 1_000_000n;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createIssuanceLedger();
  mintOn(ledger);
  requestRedemption(ledger, 50_000n * kdg, { metal: "CU" });
  settleEpoch(ledger);
  ledger.send("carol", "issuance/distributeToJuniors", {});
  requestRedemption(ledger, 10_000n * kdg);
});

/** What the promise says of the state with these rows changed. */
const broken = (check: Invariant, ...rows: ChangedRow[]) => check({ state: changedState(ledger.state, rows) });
const at = <Value>(value: Stored<Value> | undefined) => present(value, "the row is there") as Stored<Value>;

test("use keeps them", async () => {
  expect(await ledger.audit()).toEqual([]);
});

test("finds money that was not minted here", async () => {
  const money = at(moneyTotals.get(ledger.state));
  const row = rowOf(moneyTotals.key(), moneyTotals.codec, { ...money, burntMicroKdg: money.burntMicroKdg + 1n });
  expect(await broken(supplyEqualsMintedLessBurnt, row)).toHaveLength(1);
});

test("finds locked money that is not a request's, in the book and in the total", async () => {
  const key = balances.key("KDG", redeemingAccount);
  const total = rowOf(redeemingTotals.key(), redeemingTotals.codec, 1n);
  expect(await broken(redeemingEqualsRequests, rowOf(key, balances.codec, { amount: 1n }))).toHaveLength(1);
  expect(await broken(redeemingEqualsRequests, total)).toHaveLength(1);
});

test("finds requests that do not add up, are not listed, or were forgotten by their epoch", async () => {
  const request = at(requests.get(ledger.state, 2));
  const alice = ledger.account("alice");
  const wrong = rowOf(requests.key(2), requests.codec, { ...request, leftMicroKdg: 1n });
  expect(await broken(requestsAddUp, wrong)).toEqual([`request 2 does not add up to ${10_000n * kdg}`]);
  const unlisted = rowOf(accountRequests.key(alice, 2), accountRequests.codec, undefined);
  expect(await broken(requestsAddUp, unlisted)).toEqual(["request 2 is not listed", "2 requests, but 1 listed"]);
  const over = rowOf(epochPointers.key(), epochPointers.codec, { newest: 2, oldest: 3 });
  expect(await broken(requestsAddUp, over)).toEqual(["request 2 waits in epoch 2, which is over"]);
});

test("finds epochs whose sums are not their requests', or whose state is not their place", async () => {
  const epoch = at(epochs.get(ledger.state, 1));
  const burntMicroKdg = epoch.burntMicroKdg + 1n;
  expect(await broken(epochsEqualRequests, rowOf(epochs.key(1), epochs.codec, { ...epoch, burntMicroKdg }))).toEqual([
    "epoch 1 does not sum its requests",
  ]);
  expect(
    await broken(epochsEqualRequests, rowOf(epochs.key(1), epochs.codec, { ...epoch, state: "paying" })),
  ).toHaveLength(1);
  const pointers = rowOf(epochPointers.key(), epochPointers.codec, { newest: 3, oldest: 2 });
  expect(await broken(epochsEqualRequests, pointers)).toEqual(["2 epochs, but the newest is 3"]);
});

test("finds more units than there are, more owed than is held, and a book that holds something else", async () => {
  const alice = ledger.account("alice");
  const holding = at(juniorHoldings.get(ledger.state, alice));
  const totals = at(juniorTotals.get(ledger.state));
  const key = juniorHoldings.key(alice);
  const units = rowOf(key, juniorHoldings.codec, { ...holding, units: 2n * holding.units });
  // Twice the units are owed twice as much, too.
  expect(await broken(juniorHoldingsEqualTotals, units)).toHaveLength(2);
  const owed = rowOf(key, juniorHoldings.codec, { ...holding, owedMicroKdg: totals.heldMicroKdg });
  expect(await broken(juniorHoldingsEqualTotals, owed)).toHaveLength(1);
  const book = rowOf(balances.key("KDG", juniorsAccount), balances.codec, { amount: totals.heldMicroKdg + 1n });
  expect(await broken(juniorHoldingsEqualTotals, book)).toHaveLength(1);
});

test("finds certificates that coverage miscounts or that belong to somebody else", async () => {
  const certificate = at(certificates.get(ledger.state, 1));
  const key = certificates.key(1);
  const heavier = { ...certificate, fineWeightMg: certificate.fineWeightMg + 1n };
  expect(await broken(holdingsEqualCertificates, rowOf(key, certificates.codec, heavier))).toHaveLength(1);
  const owner = ledger.account("bob");
  expect(await broken(holdingsEqualCertificates, rowOf(key, certificates.codec, { ...certificate, owner }))).toEqual([
    "certificate 1 is not the reserve account's",
  ]);
  const unknown = rowOf(key, certificates.codec, { ...certificate, metal: "AU" });
  expect(await broken(holdingsEqualCertificates, unknown)).toContain("AU is held, but never counted");
});

test("finds money that backs itself", async () => {
  const list = [{ currency: "KDG", feed: "AG", haircutBp: 0 }];
  expect(await broken(moneyDoesNotBackItself, rowOf(reserveCurrencies.key(), reserveCurrencies.codec, list))).toEqual([
    "KDG counts as cover",
  ]);
  const held = rowOf(balances.key("KDG", reserveAccount), balances.codec, { amount: 5n });
  expect(await broken(moneyDoesNotBackItself, held)).toEqual(["the reserve holds 5 of KDG"]);
});
