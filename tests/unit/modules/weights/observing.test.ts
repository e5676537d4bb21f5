// Average prices of every interval.
import { describe, expect, test } from "vitest";
import { slotOf } from "#src/modules/weights/observing.ts";
import { observations, standings } from "#src/modules/weights/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { june2008, settlePrices } from "#tests/support/prices.ts";
import { createWeightsLedger, hourMs } from "#tests/support/weights.ts";

const hourly = { "weights.observationIntervalMs": BigInt(hourMs) };
const observed = (ledger: TestLedger, number: number) => observations.get(ledger.state, number);
const make = () => createWeightsLedger({ months: 0, overrides: hourly });

/** Goes to a moment after the next full hour, which prices of a minute before are still fresh for. */
function passHour(ledger: TestLedger, prices: Readonly<Record<string, bigint>> = june2008): void {
  const nextMs = (slotOf(ledger.state.timeMs, hourMs) + 1) * hourMs;
  ledger.advance(nextMs - 60_000 - ledger.state.timeMs);
  settlePrices(ledger, prices);
  ledger.advance(nextMs - ledger.state.timeMs);
}

test("are kept once for each interval, by the first block after it", async () => {
  const ledger = make();
  passHour(ledger);
  const slot = slotOf(ledger.state.timeMs, hourMs) - 1;
  expect(observed(ledger, 1)).toEqual({
    number: 1,
    slot,
    intervalMs: hourMs,
    atMs: ledger.state.timeMs,
    prices: [
      { component: "AG", averageNano: june2008.AG },
      { component: "CU", averageNano: june2008.CU },
    ],
  });
  ledger.advance(1_000);
  expect(observed(ledger, 2)).toBeUndefined();
  passHour(ledger);
  expect(observed(ledger, 2)).toMatchObject({ slot: slot + 1 });
  expect(await ledger.audit()).toEqual([]);
});

test("are means over the interval, weighted by time", () => {
  const ledger = make();
  settlePrices(ledger, june2008);
  passHour(ledger);
  ledger.advance(hourMs / 2);
  settlePrices(ledger, { AG: 600_000_000n, CU: june2008.CU });
  passHour(ledger, { AG: 600_000_000n, CU: june2008.CU });
  const [silver] = observed(ledger, 2)?.prices ?? [];
  expect(silver?.averageNano).toBeGreaterThan(570_000_000n);
  expect(silver?.averageNano).toBeLessThan(575_000_000n);
});

test("lack what is stale: a stuck feed has no price, and no return of zero", () => {
  const ledger = make();
  passHour(ledger);
  ledger.advance(hourMs - 60_000);
  settlePrices(ledger, { CU: june2008.CU });
  ledger.advance(60_001);
  expect(observed(ledger, 2)?.prices.map(({ component }) => component)).toEqual(["CU"]);
});

test("skip intervals in which nothing happened: their slots tell", () => {
  const ledger = make();
  passHour(ledger);
  ledger.advance(5 * hourMs);
  expect(observed(ledger, 2)).toMatchObject({ slot: (observed(ledger, 1)?.slot ?? 0) + 5, prices: [] });
});

describe("of another length", () => {
  test("begin a new series at the next interval, and nothing is kept of the broken one", () => {
    const ledger = make();
    passHour(ledger);
    ledger.send("issuer", "parameters/proposeChange", {
      parameter: "weights.observationIntervalMs",
      value: 7_200_000n,
    });
    for (let block = 0; block < 12; block += 1) ledger.advance(1);
    expect(standings.get(ledger.state)).toMatchObject({ observations: 1, observedIntervalMs: 7_200_000 });
    passHour(ledger);
    passHour(ledger);
    expect(observed(ledger, 2)).toMatchObject({ intervalMs: 7_200_000 });
  });
});

test("older than the newest 512 are forgotten", async () => {
  const ledger = createWeightsLedger({ months: 0, overrides: { "weights.observationIntervalMs": 1_000n } });
  for (let block = 0; block < 513; block += 1) ledger.advance(1_000);
  expect([observed(ledger, 1), observed(ledger, 2)?.number, observed(ledger, 513)?.number]).toEqual([
    undefined,
    2,
    513,
  ]);
  expect(await ledger.audit()).toEqual([]);
});
