// An issuer gives the basket new weights.
import { describe, expect, test } from "vitest";
import { present } from "#src/core/assert.ts";
import { codecOf } from "#src/core/form.ts";
import { read } from "#src/modules/basket/access.ts";
import { reweight as message } from "#src/modules/basket/messages/reweight.ts";
import { worthOf } from "#src/modules/basket/rules.ts";
import { componentsMax } from "#src/modules/basket/schemas.ts";
import { baskets, reweightRecords } from "#src/modules/basket/tables.ts";
import { addNickel, createBasketLedger, reweight } from "#tests/support/baskets.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { june2008, settlePrices, statePrices } from "#tests/support/prices.ts";

const dayMs = 86_400_000;

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
    expect(outcome.answer).toEqual({
      number: 1,
      valueNano: before,
      lines: after.lines,
      remainderNano: after.remainderNano,
    });
    expect(outcome.events).toEqual([
      { type: "basket/basketReweighted", content: { basket: after, valueNano: before, by: ledger.account("issuer") } },
    ]);
    const record = present(reweightRecords.get(ledger.state, 1), "there is a record");
    expect(record).toMatchObject({ number: 1, by: ledger.account("issuer"), remainderBeforeNano: 2_906_312_899n });
    expect(record.lines).toMatchObject([
      { component: "AG", weightBp: 5_500, priceNano: june2008.AG, averageNano: june2008.AG, quantityBefore: 916_479n },
      { component: "CU", weightBp: 4_500, priceNano: june2008.CU, averageNano: june2008.CU, quantityBefore: 60_528n },
    ]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("keeps the value through every step while prices move, with a bounded remainder", async () => {
    const ledger = priced({ "basket.reweightIntervalMs": 0n });
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
    const ledger = priced({ "basket.stepBpMost": 10_000n });
    await addNickel(ledger);
    statePrices(ledger, { NI: 22_600_000_000n });
    const before = read.requireSoundValue(ledger.state).valueNano.mid;
    expect(reweight(ledger, { AG: 0, CU: 6_000, NI: 4_000 }).code).toBe(0);
    expect(Object.keys(quantitiesOf(ledger))).toEqual(["CU", "NI"]);
    expect(read.requireSoundValue(ledger.state).valueNano.mid).toBe(before);
    ledger.advance(dayMs);
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

  test("may move a share by exactly one step and no further", () => {
    const ledger = priced({ "basket.stepBpMost": 501n });
    expect(reweight(ledger, { AG: 5_502, CU: 4_498 }).refused).toBe("basket/stepTooLarge");
    expect(reweight(ledger, { AG: 5_500, CU: 4_500 }).code).toBe(0);
  });

  test("waits for the interval to pass, to the millisecond", () => {
    const ledger = priced();
    expect(reweight(ledger, { AG: 5_100, CU: 4_900 }).code).toBe(0);
    const { sinceMs } = basketOf(ledger);
    ledger.advance(dayMs - 60_000);
    settlePrices(ledger, june2008);
    ledger.advance(sinceMs + dayMs - 2 - ledger.state.timeMs);
    const soon = reweight(ledger, { AG: 5_200, CU: 4_800 });
    expect(soon).toMatchObject({ refused: "basket/tooSoon", details: { earliestMs: sinceMs + dayMs } });
    expect(ledger.state.timeMs).toBe(sinceMs + dayMs - 1);
    expect(reweight(ledger, { AG: 5_200, CU: 4_800 }).code).toBe(0);
  });
});

describe("refuses and changes nothing", () => {
  const refusedAs = (ledger: TestLedger, weights: Readonly<Record<string, number>>, actor?: string) => {
    const digest = ledger.digest();
    const { refused } = reweight(ledger, weights, actor);
    expect(ledger.digest()).toBe(digest);
    return refused;
  };

  test("for an actor who is no issuer", () => {
    expect(refusedAs(priced(), { AG: 5_000, CU: 5_000 }, "governor")).toBe("authority/roleMissing");
  });

  test("for a component that the basket does not know", () => {
    expect(refusedAs(priced(), { AG: 5_000, CU: 4_000, NI: 1_000 })).toBe("basket/unknownComponent");
    expect(refusedAs(priced(), { AG: 5_000, CU: 5_000, NI: 0 })).toBe("basket/unknownComponent");
  });

  test("for a component named twice", () => {
    const ledger = priced();
    const targets = [5_000, 2_500, 2_500].map((weightBp, index) => ({
      component: index === 0 ? "AG" : "CU",
      weightBp,
    }));
    const digest = ledger.digest();
    expect(ledger.send("issuer", "basket/reweight", { targets }).refused).toBe("basket/repeatedComponent");
    expect(ledger.digest()).toBe(digest);
  });

  test("for a component of the basket left out", () => {
    expect(refusedAs(priced(), { AG: 10_000 })).toBe("basket/componentLeftOut");
  });

  test("for weights that do not sum to the whole", () => {
    expect(refusedAs(priced(), { AG: 5_000, CU: 4_999 })).toBe("basket/weightsNotWhole");
    expect(refusedAs(priced(), { AG: 5_000, CU: 5_001 })).toBe("basket/weightsNotWhole");
  });

  test("for a price that is unknown, stale or disputed, also of a component that leaves", () => {
    const half = { AG: 5_000, CU: 5_000 };
    expect(refusedAs(createBasketLedger(), half)).toBe("oracle/priceUnsound");
    const disputed = priced({ "basket.stepBpMost": 10_000n });
    statePrices(disputed, { CU: 2n * june2008.CU });
    expect(refusedAs(disputed, { AG: 10_000, CU: 0 })).toBe("oracle/priceUnsound");
    const stale = priced();
    stale.advance(3_600_001);
    statePrices(stale, { AG: june2008.AG });
    expect(refusedAs(stale, half)).toBe("oracle/priceUnsound");
  });

  test("for a history shorter than the least", () => {
    const ledger = priced({ "basket.averageHistoryMsLeast": 1_000n });
    expect(refusedAs(ledger, { AG: 5_100, CU: 4_900 })).toBe("basket/historyTooShort");
    ledger.advance(1_000);
    expect(reweight(ledger, { AG: 5_100, CU: 4_900 }).code).toBe(0);
  });
});

test("the schema bounds the list and its weights", () => {
  const { check } = codecOf(message.schema);
  const targets = (length: number, weightBp = 1) => ({
    targets: Array.from({ length }, () => ({ component: "AG", weightBp })),
  });
  expect(check(targets(componentsMax))).toBe(true);
  expect(check(targets(componentsMax + 1))).toBe(false);
  expect(check(targets(0))).toBe(false);
  expect(check(targets(1, 10_000))).toBe(true);
  expect(check(targets(1, 10_001))).toBe(false);
  expect(check(targets(1, -1))).toBe(false);
});
