// Epochs in blocks: closing, waiting for a price, paying slice by slice.
import { beforeEach, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { surplusAccount } from "#src/modules/issuance/books.ts";
import {
  createCashLedger,
  createIssuanceLedger,
  type Minted,
  mintOn,
  redemptionOf,
  requestRedemption,
  settleEpoch,
  testEpochMs,
} from "#tests/support/issuance.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { attest, copperLot, depositBars, silverBar } from "#tests/support/metal.ts";
import { feeders, june2008, statePrices, submitQuotes } from "#tests/support/prices.ts";

let ledger: TestLedger;
let minted: Minted;
beforeEach(() => {
  ledger = createIssuanceLedger();
  minted = mintOn(ledger);
});

const epochOf = (epoch: number) => ledger.query("issuance/epoch", { epoch }) as Promise<Record<string, unknown>>;
const kdg = 1_000_000n;

test("an epoch closes in the first block of its time and not before", async () => {
  const { answer } = requestRedemption(ledger, 10n * kdg);
  const { closesMs } = answer as { closesMs: number };
  expect(ledger.executeBlock([], { timeMs: closesMs - 1 }).blockEvents).toEqual([]);
  expect(ledger.executeBlock([], { timeMs: closesMs }).blockEvents).toEqual([
    { type: "issuance/epochClosed", content: { epoch: 1, requests: 1, requestedMicroKdg: 10n * kdg } },
  ]);
  expect(await epochOf(1)).toMatchObject({ state: "closed" });
});

test("prices observed at the close or before do not price it; later ones do, once all components have one", async () => {
  const { answer } = requestRedemption(ledger, 10_000n * kdg, { metal: "CU" });
  const { closesMs } = answer as { closesMs: number };
  ledger.executeBlock([], { timeMs: closesMs + 10 });
  const early = [
    { feed: "AG", priceNano: june2008.AG, observedMs: closesMs },
    { feed: "CU", priceNano: june2008.CU, observedMs: closesMs },
  ];
  for (const feeder of feeders) submitQuotes(ledger, feeder, early);
  expect(await epochOf(1)).toMatchObject({ state: "closed" });
  statePrices(ledger, { AG: june2008.AG });
  expect(await epochOf(1)).toMatchObject({ state: "closed" });
  statePrices(ledger, { CU: june2008.CU });
  expect(await epochOf(1)).toMatchObject({ state: "settled" });
});

test("a jump that is held keeps the epoch waiting until it is confirmed", async () => {
  requestRedemption(ledger, 10_000n * kdg, { metal: "CU" });
  ledger.advance(60_001);
  const fallen = { AG: june2008.AG / 2n, CU: june2008.CU / 2n };
  statePrices(ledger, fallen);
  expect(await epochOf(1)).toMatchObject({ state: "closed" });
  statePrices(ledger, fallen);
  ledger.advance(1);
  const { state, pricing } = await epochOf(1);
  expect(state).toBe("settled");
  expect((pricing as { rateNano: bigint }).rateNano / 10_000_000n).toBe(50n);
});

test("all requests of an epoch have one rate", async () => {
  const share = minted.receivedMicroKdg / 32n;
  ledger.send("alice", "settlement/pay", { currency: "KDG", to: ledger.account("bob"), amount: 2n * share });
  requestRedemption(ledger, share, { metal: "CU" });
  requestRedemption(ledger, 2n * share, { metal: "CU" }, "bob");
  settleEpoch(ledger);
  const [alice, bob] = [await redemptionOf(ledger, 1), await redemptionOf(ledger, 2)];
  const [one, two] = [alice.paidMetals[0]?.fineWeightMg ?? 0n, bob.paidMetals[0]?.fineWeightMg ?? 0n];
  expect(two - 2n * one).toBeLessThanOrEqual(1n);
  expect(two - 2n * one).toBeGreaterThanOrEqual(0n);
  expect(await ledger.audit()).toEqual([]);
});

test("pays whole bars, and what is smaller than a bar comes back as KDG", async () => {
  const barMicroKdg = 16_912n * kdg;
  requestRedemption(ledger, 3n * barMicroKdg - barMicroKdg / 2n, { metal: "AG" });
  settleEpoch(ledger);
  const { paidMetals, returnedMicroKdg, burntMicroKdg, feeMicroKdg } = await redemptionOf(ledger, 1);
  expect(paidMetals).toEqual([{ metal: "AG", fineWeightMg: 62_000_000n }]);
  expect(returnedMicroKdg).toBeGreaterThan(barMicroKdg / 3n);
  expect(returnedMicroKdg).toBeLessThan(barMicroKdg / 2n);
  expect(feeMicroKdg * 10_000n).toBeLessThanOrEqual((burntMicroKdg + feeMicroKdg) * 21n);
  expect(feeMicroKdg * 10_000n).toBeGreaterThanOrEqual((burntMicroKdg + feeMicroKdg) * 19n);
});

test("a redeemer who takes other metals has the rest in a lot, to the milligram", async () => {
  requestRedemption(ledger, 50_000n * kdg, { metal: "AG", rest: "metal" });
  settleEpoch(ledger);
  const { paidMetals, returnedMicroKdg } = await redemptionOf(ledger, 1);
  expect(paidMetals.map(({ metal }) => metal)).toEqual(["AG", "CU"]);
  expect(returnedMicroKdg).toBeLessThan(10n);
});

test("a metal is paid down to the edge of its band, then the reserve chooses, unless the redeemer wants nothing else", async () => {
  const amount = minted.receivedMicroKdg / 2n;
  requestRedemption(ledger, amount, { metal: "AG", rest: "kdg" });
  settleEpoch(ledger);
  const only = await redemptionOf(ledger, 1);
  // 50 % less x over 100 % less x is 40 % at a sixth of the whole: three bars of twelve, and not quite a fourth.
  expect(only.paidMetals).toEqual([{ metal: "AG", fineWeightMg: 93_000_000n }]);
  requestRedemption(ledger, amount, { metal: "AG" });
  settleEpoch(ledger);
  const { paidMetals } = await redemptionOf(ledger, 2);
  expect(paidMetals[0]?.metal).toBe("CU");
  expect(await ledger.audit()).toEqual([]);
});

test("without a wish the reserve pays what it has too much of", async () => {
  mintOn(ledger, { silverBars: 17, copperLots: 1 });
  requestRedemption(ledger, 40_000n * kdg);
  settleEpoch(ledger);
  const { paidMetals } = await redemptionOf(ledger, 1);
  expect(paidMetals[0]?.metal).toBe("AG");
});

test("oldest title leaves first", async () => {
  mintOn(ledger, { owner: "bob" });
  requestRedemption(ledger, 20_000n * kdg, { metal: "AG" }, "bob");
  ledger.advance(testEpochMs);
  ledger.advance(1);
  statePrices(ledger, june2008);
  const { items } = (await ledger.query("metal-reserve/certificates", { owner: ledger.account("bob") })) as {
    items: { certificateId: number }[];
  };
  // The first bar of the first mint, which was alice's.
  expect(items.map(({ certificateId }) => certificateId)).toEqual([1]);
});

test("a payment of many bars goes on over blocks, at the same rate", async () => {
  const perHour = 10_000_000n * kdg;
  ledger = createIssuanceLedger({ overrides: { "issuance.issuanceMicroKdgPerHour": perHour } });
  const certificates: number[] = [];
  for (let list = 0; list < 3; list += 1) {
    const bars = Array.from({ length: 48 }, (_, at) => silverBar(`MANY${list}X${at}`));
    certificates.push(...depositBars(ledger, { bars }));
  }
  attest(ledger);
  const copper = mintable(12);
  // The lists of one mint hold 64 certificates: three mints, each with its copper.
  for (let part = 0; part < 3; part += 1) {
    const certificateIds = [...certificates.slice(48 * part, 48 * part + 48), ...copper.slice(4 * part, 4 * part + 4)];
    expect(ledger.send("alice", "issuance/mint", { certificateIds }).refused).toBeUndefined();
    ledger.advance(1);
    statePrices(ledger, june2008);
  }
  requestRedemption(ledger, 2_500_000n * kdg, { metal: "AG", rest: "metal" });
  ledger.advance(testEpochMs);
  ledger.advance(1);
  const stated = Object.entries(june2008).map(([feed, priceNano]) => ({ feed, priceNano }));
  const states: unknown[] = [];
  for (const feeder of feeders) {
    submitQuotes(ledger, feeder, stated);
    states.push((await epochOf(1)).state);
  }
  ledger.advance(1);
  states.push((await epochOf(1)).state);
  expect(states).toContain("paying");
  expect(states.at(-1)).toBe("settled");
  const { paidMetals } = await redemptionOf(ledger, 1);
  const silverMg = paidMetals.find(({ metal }) => metal === "AG")?.fineWeightMg ?? 0n;
  expect(silverMg / 31_000_000n).toBeGreaterThan(60n);
  expect(await ledger.audit()).toEqual([]);
});

function mintable(lots: number): number[] {
  const bars = Array.from({ length: lots }, (_, at) => copperLot(`LOT${at}`));
  const certificateIds = depositBars(ledger, { metal: "CU", bars });
  attest(ledger);
  return certificateIds;
}

test("a frozen redeemer has the KDG back, still frozen", async () => {
  const amount = 10_000n * kdg;
  requestRedemption(ledger, amount, { metal: "CU" });
  const account = ledger.account("alice");
  ledger.send("regulator", "accounts/freezeAccount", { account, reference: "case 1" });
  settleEpoch(ledger);
  expect(await redemptionOf(ledger, 1)).toMatchObject({ state: "settled", returnedMicroKdg: amount, paidMetals: [] });
  expect(await ledger.query("accounts/balance", { account, currency: "KDG" })).toMatchObject({
    value: minted.receivedMicroKdg,
    frozenReference: "case 1",
  });
  expect(ledger.faults).toEqual([]);
});

test("nothing is settled while KDG is paused, and everything afterwards", async () => {
  requestRedemption(ledger, 10_000n * kdg, { metal: "CU" });
  ledger.send("issuer", "accounts/pauseCurrency", { currency: "KDG", reference: "case 2" });
  settleEpoch(ledger);
  expect(await epochOf(1)).toMatchObject({ state: "closed" });
  ledger.send("issuer", "accounts/resumeCurrency", { currency: "KDG", reference: "case 2" });
  expect(await epochOf(1)).toMatchObject({ state: "settled" });
  expect(ledger.faults).toEqual([]);
});

test("an epoch that no sound price comes for gives its KDG back after the patience", async () => {
  ledger = createIssuanceLedger({ overrides: { "issuance.pricingPatienceMs": 60_000n } });
  minted = mintOn(ledger);
  requestRedemption(ledger, 10_000n * kdg);
  ledger.advance(60_001);
  ledger.advance(59_990);
  expect(await epochOf(1)).toMatchObject({ state: "closed" });
  const { blockEvents } = ledger.advance(10);
  expect(blockEvents.map(({ type }) => type)).toEqual(["issuance/redemptionSettled", "issuance/epochLapsed"]);
  expect(accounts.balance(ledger.state, "KDG", ledger.account("alice"))).toBe(minted.receivedMicroKdg);
  expect(await ledger.audit()).toEqual([]);
});

test("where nothing at all is attested the KDG comes back", async () => {
  requestRedemption(ledger, 10_000n * kdg);
  ledger.send("auditor", "metal-reserve/withdrawAttestation", { vault: "zurich", reason: "flood" });
  settleEpoch(ledger);
  expect(await epochOf(1)).toMatchObject({ state: "lapsed", returnedMicroKdg: 10_000n * kdg });
});

test("where prices are so doubtful that a KDG would be paid nothing, the KDG comes back and no surplus is burnt", async () => {
  // Mostly copper, so that a billionth for a gram or a kilogram is less than a billionth for a KDG.
  ledger = createIssuanceLedger({ overrides: { "issuance.bandBp": 3_000n } });
  minted = mintOn(ledger, { silverBars: 4 });
  requestRedemption(ledger, 10_000n * kdg);
  const surplusBefore = accounts.balance(ledger.state, "KDG", surplusAccount);
  const doubtful = Object.entries(june2008).map(([feed, priceNano]) => ({
    feed,
    priceNano,
    confidenceNano: priceNano,
  }));
  const doubt = () => feeders.forEach((feeder) => void submitQuotes(ledger, feeder, doubtful));
  doubt();
  ledger.advance(testEpochMs);
  ledger.advance(1);
  doubt();
  for (let block = 0; block < 3; block += 1) ledger.advance(1);
  expect(await epochOf(1)).toMatchObject({ state: "lapsed", returnedMicroKdg: 10_000n * kdg });
  expect([surplusBefore > 0n, accounts.balance(ledger.state, "KDG", surplusAccount)]).toEqual([true, surplusBefore]);
  expect(accounts.balance(ledger.state, "KDG", ledger.account("alice"))).toBe(minted.receivedMicroKdg);
  expect(await ledger.audit()).toEqual([]);
});

test("blocks with nothing due change no state, waiting epochs included", () => {
  requestRedemption(ledger, 10n * kdg);
  ledger.advance(60_001);
  const before = ledger.digest();
  for (let block = 0; block < 3; block += 1) expect(ledger.advance(1_000).blockEvents).toEqual([]);
  expect(ledger.digest()).toBe(before);
});

test("a reserve that was flooded with currency still prices and pays an epoch", async () => {
  ledger = createCashLedger();
  minted = mintOn(ledger);
  const amount = limits.amountMax - accounts.supply(ledger.state, "CNY");
  const issued = ledger.send("cny-issuer", "accounts/issueCurrency", {
    currency: "CNY",
    to: ledger.account("bob"),
    amount,
  });
  const funded = ledger.send("bob", "issuance/fundReserve", { currency: "CNY", amount });
  expect([issued.code, funded.code]).toEqual([0, 0]);
  requestRedemption(ledger, 10_000n * kdg, { metal: "CU" });
  settleEpoch(ledger, { ...june2008, CNY: 144_000_000n });
  expect(await epochOf(1)).toMatchObject({ state: "settled", pricing: { distributableNano: limits.amountMax } });
  expect(ledger.faults).toEqual([]);
});
