// Thousands of holders redeem at once, in each zone and across its lines: one rate, by arithmetic of its own, to the last unit.
import { expect, test, vi } from "vitest";
import { read as accountsRead } from "#src/modules/accounts/access.ts";
import { certificates } from "#src/modules/metal-reserve/tables.ts";
import {
  createBank,
  holderName,
  holdersInRun,
  holdersLeaving,
  type Leaving,
  runAtOnce,
  type SettledEpoch,
  settleRun,
  strikeOff,
} from "#tests/support/bankRun.ts";
import { expectedOf, expectedPayment, sumOf } from "#tests/support/bankRunArithmetic.ts";
import { coverageOf } from "#tests/support/issuance.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { june2008 } from "#tests/support/prices.ts";

// A few seconds each on an idle core; a busy machine takes several times as long.
vi.setConfig({ testTimeout: 180_000 });

const mixed = (at: number): Omit<Leaving, "actor" | "amountMicroKdg"> =>
  at % 4 === 0 ? { metal: "CU", rest: "metal" } : at % 4 === 1 ? { metal: "AG" } : at % 4 === 2 ? { rest: "kdg" } : {};

const juniorUnitsOf = async (ledger: TestLedger) => (await coverageOf(ledger)).juniorUnits;
const zoneOf = async (ledger: TestLedger) => (await coverageOf(ledger)).zone;

/** Every number of a settled epoch against its own arithmetic; answers the rate. */
function expectExact(run: SettledEpoch, requests: readonly number[], juniorUnitsBefore: bigint): bigint {
  const { before, after, epoch, paid } = run;
  const expected = expectedOf(run, june2008);
  const { lowNano, rateNano, distributableNano, supplyMicroKdg } = epoch.pricing;
  expect({ lowNano, rateNano, distributableNano, supplyMicroKdg }).toEqual({
    lowNano: expected.lowNano,
    rateNano: expected.rateNano,
    distributableNano: expected.distributableNano,
    supplyMicroKdg: expected.supplyMicroKdg,
  });
  expect(run.surplusBurnt).toBe(expected.surplusBurnt);

  const due = paid.map((payment) => expectedPayment(payment, expected));
  const lost = due.reduce((sum, { lostMicroKdg }) => sum + lostMicroKdg, 0n);
  const wrong = paid.filter(
    ({ burntMicroKdg, feeMicroKdg }, at) =>
      burntMicroKdg !== due[at]?.burntMicroKdg || feeMicroKdg !== due[at].feeMicroKdg,
  );
  expect(wrong).toEqual([]);
  expect(new Set(paid.map(({ request }) => request)).size).toBe(requests.length);

  // What was asked for was burnt, taken as a fee or given back; what was burnt left the supply, as the surplus did.
  const [burnt, fee] = [sumOf(paid, "burntMicroKdg"), sumOf(paid, "feeMicroKdg")];
  expect([epoch.burntMicroKdg, epoch.feeMicroKdg, epoch.lostMicroKdg]).toEqual([burnt, fee, lost]);
  expect(epoch.requestedMicroKdg).toBe(burnt + fee + epoch.returnedMicroKdg);
  expect(before.supply - after.supply).toBe(burnt + run.surplusBurnt);
  expect(after.surplus).toBe(before.surplus - run.surplusBurnt + fee);
  const paidOf = (asset: string) =>
    sumOf(
      paid.filter((payment) => payment.asset === asset),
      "quantity",
    );
  expect(before.metalsMg.AG - after.metalsMg.AG).toBe(paidOf("AG"));
  expect(before.metalsMg.CU - after.metalsMg.CU).toBe(paidOf("CU"));
  expect(before.cents - after.cents).toBe(paidOf("USD"));
  expect(run.juniorUnitsCut).toBe(lost < juniorUnitsBefore ? lost : juniorUnitsBefore);
  return rateNano;
}

/** What came to the holders themselves: their certificates, dollars and KDG, and no more. */
async function expectReceived(ledger: TestLedger, run: SettledEpoch, from: number, to: number): Promise<void> {
  const owners = new Map<string, number>();
  for (let at = from; at < to; at += 1) owners.set(ledger.account(holderName(at)), at);
  const weights = { AG: 0n, CU: 0n };
  for await (const { value } of certificates.scan(ledger.state)) {
    const { owner, metal, fineWeightMg } = value;
    if (owners.has(owner)) weights[metal as "AG" | "CU"] += fineWeightMg;
  }
  const paidOf = (asset: string) =>
    sumOf(
      run.paid.filter((payment) => payment.asset === asset),
      "quantity",
    );
  expect(weights).toEqual({ AG: paidOf("AG"), CU: paidOf("CU") });
  let [cents, kept] = [0n, 0n];
  for (const owner of owners.keys()) {
    cents += accountsRead.balance(ledger.state, "USD", ledger.account(holderName(owners.get(owner) ?? 0)));
    kept += accountsRead.balance(ledger.state, "KDG", ledger.account(holderName(owners.get(owner) ?? 0)));
  }
  expect([cents, kept]).toEqual([paidOf("USD"), run.epoch.returnedMicroKdg]);
}

async function runOfAll(ledger: TestLedger, number: number, from = 0, to = holdersInRun) {
  const units = await juniorUnitsOf(ledger);
  const requests = runAtOnce(ledger, holdersLeaving(from, to, mixed));
  const run = await settleRun(ledger, number, june2008);
  const rateNano = expectExact(run, requests, units);
  expect(await juniorUnitsOf(ledger)).toBe(units - run.juniorUnitsCut);
  await expectReceived(ledger, run, from, to);
  return { run, rateNano };
}

const bankOf = () => createBank({ prices: june2008, cents: 8_000_000n });

test("in the green all get R.low, and metal, dollars and KDG add up", async () => {
  const { ledger } = bankOf();
  expect(await zoneOf(ledger)).toBe("green");
  const { run, rateNano } = await runOfAll(ledger, 1);
  expect(rateNano).toBe(run.epoch.pricing.lowNano);
  expect([run.surplusBurnt, run.epoch.lostMicroKdg]).toEqual([0n, 0n]);
  expect(run.paid.some(({ asset }) => asset === "USD")).toBe(true);
  expect(await ledger.audit()).toEqual([]);
  expect(ledger.faults).toEqual([]);
});

test("one run crosses from green to amber and from amber to red, and what each epoch pays follows its own day", async () => {
  const { ledger, certificateIds } = bankOf();
  const missing = [...certificateIds];
  const third = holdersInRun / 3;
  const rates = [(await runOfAll(ledger, 1, 0, third)).rateNano];
  const strikeUntil = async (zone: string) => {
    while ((await zoneOf(ledger)) !== zone) strikeOff(ledger, missing.splice(-1, 1));
  };
  await strikeUntil("amber");
  const amber = await runOfAll(ledger, 2, third, 2 * third);
  rates.push(amber.rateNano);
  await strikeUntil("red");
  const red = await runOfAll(ledger, 3, 2 * third, holdersInRun);
  rates.push(red.rateNano);
  // In the amber and in the shallow red the reserve is worth more than the supply: the haircut is what is missing.
  expect(rates).toEqual([rates[0], rates[0], rates[0]]);
  expect(amber.run.epoch.lostMicroKdg + red.run.epoch.lostMicroKdg).toBe(0n);
  expect(await ledger.audit()).toEqual([]);
  expect(ledger.faults).toEqual([]);
});

test("in the amber and in the red thousands at once get one rate, below R when the reserve is worth less than the supply", async () => {
  for (const [struck, zone, isWhole] of [
    [9, "amber", true],
    [52, "red", false],
  ] as const) {
    const { ledger, certificateIds } = bankOf();
    // Both metals alike: of each mint's certificates first its silver, then its copper.
    const spread = certificateIds.map((_, at) => certificateIds[(at * 11) % certificateIds.length] ?? 0);
    strikeOff(ledger, spread.slice(0, struck));
    expect(await zoneOf(ledger)).toBe(zone);
    const { run, rateNano } = await runOfAll(ledger, 1);
    expect(rateNano === run.epoch.pricing.lowNano).toBe(isWhole);
    expect(run.epoch.lostMicroKdg > 0n).toBe(!isWhole);
    expect(run.surplusBurnt > 0n).toBe(!isWhole);
    expect(await ledger.audit()).toEqual([]);
    expect(ledger.faults).toEqual([]);
  }
});
