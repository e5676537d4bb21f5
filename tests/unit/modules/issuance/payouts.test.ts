// Payment of redemptions in partner currency.
import { beforeEach, expect, test } from "vitest";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { reserveAccount } from "#src/modules/issuance/books.ts";
import { settleRequest } from "#src/modules/issuance/payouts.ts";
import { requests } from "#src/modules/issuance/tables.ts";
import {
  coverageOf,
  createCashLedger,
  currencyPrices,
  mintOn,
  redemptionOf,
  requestRedemption,
  settleEpoch,
} from "#tests/support/issuance.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { june2008, settlePrices } from "#tests/support/prices.ts";

const kdg = 1_000_000n;
const prices = { ...june2008, ...currencyPrices };

let ledger: TestLedger;
beforeEach(() => {
  ledger = createCashLedger();
  mintOn(ledger);
  ledger.send("alice", "issuance/fundReserve", { currency: "USD", amount: 50_000_00n });
});

const dollarsOf = (alias: string) => accounts.balance(ledger.state, "USD", ledger.account(alias));

test("what is smaller than a bar is paid in currency", async () => {
  const before = dollarsOf("alice");
  requestRedemption(ledger, 40_000n * kdg, { metal: "AG" });
  settleEpoch(ledger, prices);
  const { paidMetals, paidCash, returnedMicroKdg } = await redemptionOf(ledger, 1);
  expect(paidMetals).toEqual([{ metal: "AG", fineWeightMg: 62_000_000n }]);
  const paid = paidCash[0]?.amount ?? 0n;
  // Forty thousand dollars less two bars of 16,912 and a fee of twenty basis points.
  expect(paid / 100n).toBeGreaterThan(6_080n);
  expect(paid / 100n).toBeLessThan(6_176n);
  expect(dollarsOf("alice")).toBe(before + paid);
  expect(returnedMicroKdg).toBeLessThan(2n * kdg);
  expect(await ledger.audit()).toEqual([]);
});

test("currency never stands in for more than a bar", async () => {
  requestRedemption(ledger, 150_000n * kdg, { metal: "AG", rest: "cash" });
  settleEpoch(ledger, prices);
  const { paidCash } = await redemptionOf(ledger, 1);
  const barDollars = (34_213n * june2008.AG) / 10n ** 9n;
  for (const { amount } of paidCash) expect(amount / 100n).toBeLessThanOrEqual(barDollars);
});

test("a redeemer who wants nothing but metal has the rest back as KDG", async () => {
  requestRedemption(ledger, 40_000n * kdg, { metal: "AG", rest: "kdg" });
  settleEpoch(ledger, prices);
  const { paidCash, returnedMicroKdg } = await redemptionOf(ledger, 1);
  expect(paidCash).toEqual([]);
  expect(returnedMicroKdg).toBeGreaterThan(6_000n * kdg);
});

test("a currency that is paused, or whose price is stale, is not paid", async () => {
  requestRedemption(ledger, 40_000n * kdg, { metal: "AG" });
  ledger.send("usd-issuer", "accounts/pauseCurrency", { currency: "USD", reference: "case 3" });
  settleEpoch(ledger, prices);
  expect((await redemptionOf(ledger, 1)).paidCash).toEqual([]);
  ledger.send("usd-issuer", "accounts/resumeCurrency", { currency: "USD", reference: "case 3" });

  ledger.advance(3_700_000);
  settlePrices(ledger, june2008);
  requestRedemption(ledger, 20_000n * kdg, { metal: "AG" });
  settleEpoch(ledger, june2008);
  expect((await redemptionOf(ledger, 2)).paidCash).toEqual([]);
  expect(ledger.faults).toEqual([]);
});

test("a currency whose price is from before the close is not paid", async () => {
  requestRedemption(ledger, 20_000n * kdg, { metal: "AG" });
  settleEpoch(ledger, june2008);
  expect((await redemptionOf(ledger, 1)).paidCash).toEqual([]);
});

test("where no metal is attested any more currency alone is paid, at the shared rate", async () => {
  ledger.send("auditor", "metal-reserve/withdrawAttestation", { vault: "zurich", reason: "flood" });
  const { redemptionRateNano = 0n, zone } = await coverageOf(ledger);
  expect(zone).toBe("red");
  requestRedemption(ledger, 10_000n * kdg);
  settleEpoch(ledger, prices);
  const { paidCash, paidMetals } = await redemptionOf(ledger, 1);
  expect(paidMetals).toEqual([]);
  const dollars = (paidCash[0]?.amount ?? 0n) / 100n;
  const fair = (10_000n * redemptionRateNano) / 10n ** 9n;
  expect(dollars).toBeLessThanOrEqual(fair + 3n);
  expect(dollars).toBeGreaterThan((fair * 99n) / 100n);
  expect(accounts.balance(ledger.state, "USD", reserveAccount)).toBeGreaterThan(45_000_00n);
});

test("a request of a closed account that was paid to the last unit is settled, not stranded", () => {
  const { journal } = memoryState();
  const sums = { leftMicroKdg: 0n, burntMicroKdg: kdg, feeMicroKdg: 0n, returnedMicroKdg: 0n };
  const terms = { account: ledger.account("alice"), epoch: 1, amountMicroKdg: kdg };
  const row = { ...terms, ...sums, state: "queued", paidMetals: [], paidCash: [] } as const;
  settleRequest(journal, 1, row, undefined, 64);
  expect(requests.get(journal, 1)).toMatchObject({ state: "settled", leftMicroKdg: 0n });
});
