// New quantities for new weights, at an unchanged value.
import { describe, expect, test } from "vitest";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { read } from "#src/modules/basket/access.ts";
import { baskets, reweightRecords } from "#src/modules/basket/tables.ts";
import { worthOf } from "#src/weighting/reweighing.ts";
import { addNickel, createBasketLedger, reweight } from "#tests/support/baskets.ts";
import { changedState, rowOf } from "#tests/support/changedState.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { june2008, settlePrices, statePrices } from "#tests/support/prices.ts";

function priced(overrides: Readonly<Record<string, bigint>> = {}): TestLedger {
  const ledger = createBasketLedger(overrides);
  settlePrices(ledger, june2008);
  return ledger;
}

const basketOf = (ledger: TestLedger) => present(baskets.get(ledger.state), "there is a basket");
const quantitiesOf = (ledger: TestLedger) =>
  Object.fromEntries(basketOf(ledger).lines.map(({ component, quantity }) => [component, quantity]));

describe("a reweighting", () => {
  test("changes quantities and not the value, answers with both, and leaves a record", async () => {
    const ledger = priced();
    const before = read.requireSoundValue(ledger.state).valueNano.mid;
    const outcome = reweight(ledger, { CU: 4_500, AG: 5_500 });
    expect(outcome.code).toBe(0);
    const after = basketOf(ledger);
    expect(read.requireSoundValue(ledger.state).valueNano.mid).toBe(before);
    expect(quantitiesOf(ledger)).toEqual({ AG: 1_008_127n, CU: 54_475n });
    expect(outcome.answer).toEqual({ number: 1 });
    expect(outcome.events).toEqual([
      { type: "basket/basketReweighted", content: { basket: after, valueNano: before } },
    ]);
    const record = present(reweightRecords.get(ledger.state, 1), "there is a record");
    expect(record).toMatchObject({ number: 1, remainderBeforeNano: 2_906_312_899n });
    expect(record.lines).toMatchObject([
      {
        component: "AG",
        weightPpm: 550_000n,
        priceNano: june2008.AG,
        averageNano: june2008.AG,
        quantityBefore: 916_479n,
      },
      {
        component: "CU",
        weightPpm: 450_000n,
        priceNano: june2008.CU,
        averageNano: june2008.CU,
        quantityBefore: 60_528n,
      },
    ]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("keeps the value through every step while prices move, with a bounded remainder", async () => {
    const ledger = priced();
    const prices = { AG: june2008.AG, CU: june2008.CU };
    for (const weightBp of [5_300, 5_000, 4_600, 5_100, 5_600]) {
      prices.AG = (prices.AG * 104n) / 100n;
      prices.CU = (prices.CU * 97n) / 100n;
      ledger.advance(60_000);
      statePrices(ledger, prices);
      const before = read.requireSoundValue(ledger.state).valueNano.mid;
      expect(reweight(ledger, { AG: weightBp, CU: 10_000 - weightBp }).code).toBe(0);
      const { lines, remainderNano } = basketOf(ledger);
      const pricedLines = lines.map(({ feed, quantity }) => ({ quantity, priceNano: prices[feed as "AG" | "CU"] }));
      expect(worthOf(pricedLines, remainderNano)).toBe(before);
      expect(remainderNano < prices.AG + prices.CU).toBe(true);
    }
    expect(await ledger.audit()).toEqual([]);
  });

  test("takes in a new component and removes one with a weight of zero", async () => {
    const ledger = priced({ "basket.stepPpmMost": 1_000_000n });
    await addNickel(ledger);
    statePrices(ledger, { NI: 22_600_000_000n });
    const before = read.requireSoundValue(ledger.state).valueNano.mid;
    expect(reweight(ledger, { AG: 0, CU: 6_000, NI: 4_000 }).code).toBe(0);
    expect(Object.keys(quantitiesOf(ledger))).toEqual(["CU", "NI"]);
    expect(read.requireSoundValue(ledger.state).valueNano.mid).toBe(before);
    settlePrices(ledger, { CU: june2008.CU, NI: 22_600_000_000n });
    expect(reweight(ledger, { CU: 6_500, NI: 3_500 }).code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });

  test("holds weights at average prices, not at the spot of the day", () => {
    const ledger = priced();
    ledger.advance(1_000_000);
    statePrices(ledger, { AG: (june2008.AG * 105n) / 100n, CU: june2008.CU });
    expect(reweight(ledger, { AG: 5_000, CU: 5_000 }).code).toBe(0);
    expect(read.shareOfBasketBp(ledger.state, "AG")).toBeGreaterThan(5_120);
  });
});

describe("is hindered, and changes nothing,", () => {
  const hindranceOf = (ledger: TestLedger, weights: Readonly<Record<string, number>>) => {
    const digest = ledger.digest();
    const { refused, details } = reweight(ledger, weights);
    expect([refused, ledger.digest()]).toEqual(["reweigher/hindered", digest]);
    return details;
  };

  test("by a price that is unknown, stale or disputed, also of a component that leaves", () => {
    const half = { AG: 5_000, CU: 5_000 };
    expect(hindranceOf(createBasketLedger(), half)).toEqual({ why: "priceUnsound", component: "AG" });
    const disputed = priced({ "basket.stepPpmMost": 1_000_000n });
    statePrices(disputed, { CU: 2n * june2008.CU });
    expect(hindranceOf(disputed, { AG: 10_000, CU: 0 })).toEqual({ why: "priceUnsound", component: "CU" });
    const stale = priced();
    stale.advance(3_600_001);
    statePrices(stale, { AG: june2008.AG });
    expect(hindranceOf(stale, half)).toEqual({ why: "priceUnsound", component: "CU" });
  });

  test("by a history shorter than the least", () => {
    const ledger = priced({ "basket.averageHistoryMsLeast": 1_000n });
    expect(hindranceOf(ledger, { AG: 5_100, CU: 4_900 })).toEqual({ why: "historyTooShort", component: "AG" });
    ledger.advance(1_000);
    expect(reweight(ledger, { AG: 5_100, CU: 4_900 }).code).toBe(0);
  });

  test("by a share that would move by more than one step, to the millionth", () => {
    const ledger = priced({ "basket.stepPpmMost": 50_001n });
    expect(hindranceOf(ledger, { AG: 5_502, CU: 4_498 })).toEqual({ why: "stepTooLarge", component: "AG" });
    expect(reweight(ledger, { AG: 5_500, CU: 4_500 }).code).toBe(0);
  });

  test("by a value that no amount can hold, from the first billionth", () => {
    const ledger = priced({ "basket.stepPpmMost": 1_000_000n });
    const before = basketOf(ledger);
    const worth = read.requireSoundValue(ledger.state).valueNano.mid - before.remainderNano;
    const targets = [
      { component: "AG", weightPpm: 500_000n },
      { component: "CU", weightPpm: 500_000n },
    ];
    const planAt = (valueNano: bigint) => {
      const row = rowOf(baskets.key(), baskets.codec, { ...before, remainderNano: valueNano - worth });
      return read.planOf(changedState(ledger.state, [row]), targets);
    };
    expect(planAt(limits.amountMax)).toMatchObject({ valueNano: limits.amountMax });
    expect(planAt(limits.amountMax + 1n)).toEqual({ why: "valueTooLarge", component: "AG" });
  });

  test("in no way by targets that are no whole, name one twice or leave one out: those are faults", () => {
    const ledger = priced();
    const fault = (targets: Readonly<Record<string, number>>) => {
      reweight(ledger, targets);
      return ledger.faults.length;
    };
    expect([fault({ AG: 10_000 }), fault({ AG: 5_000, CU: 4_999 })]).toEqual([1, 2]);
  });
});
