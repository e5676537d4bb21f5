// The promises of the basket, kept by use and broken by hand.
import { describe, expect, test } from "vitest";
import { present } from "#src/core/assert.ts";
import {
  basketFollowsReweights,
  basketIsOfKnownComponents,
  reweightsRecompute,
} from "#src/modules/basket/invariants.ts";
import { baskets, components, reweightRecords } from "#src/modules/basket/tables.ts";
import { createBasketLedger, reweight } from "#tests/support/baskets.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { june2008, statePrices } from "#tests/support/prices.ts";

/** The rows of a basket reweighted twice, copied into a state whose rows can be written by hand. */
function copied() {
  const ledger = createBasketLedger();
  statePrices(ledger, june2008);
  reweight(ledger, { AG: 5_500, CU: 4_500 });
  reweight(ledger, { AG: 5_000, CU: 5_000 });
  const memory = memoryState(ledger.state.height, ledger.state.timeMs);
  const basket = present(baskets.get(ledger.state), "there is a basket");
  baskets.put(memory.journal, basket);
  for (const component of ["AG", "CU"]) components.put(memory.journal, component, { component, feed: component });
  const records = [1, 2].map((number) => present(reweightRecords.get(ledger.state, number), "there are two records"));
  for (const record of records) reweightRecords.put(memory.journal, record.number, record);
  const [first, second] = records;
  return { memory, basket, first: present(first, "the first"), second: present(second, "the second") };
}

const check = async (memory: ReturnType<typeof memoryState>) => {
  const context = { state: memory.scanner() };
  return [
    ...(await basketIsOfKnownComponents(context)),
    ...(await reweightsRecompute(context)),
    ...(await basketFollowsReweights(context)),
  ];
};

test("use keeps them", async () => {
  expect(await check(copied().memory)).toEqual([]);
});

describe("what is found", () => {
  test("a basket that is not there", async () => {
    expect(await basketIsOfKnownComponents({ state: memoryState().scanner() })).toEqual(["there is no basket"]);
  });

  test("a line out of order, of an unknown component, or with another feed", async () => {
    const { memory, basket } = copied();
    baskets.put(memory.journal, { ...basket, lines: [...basket.lines].reverse() });
    expect(await check(memory)).toContain("CU: a line out of place");
    baskets.put(memory.journal, basket);
    components.put(memory.journal, "AG", { component: "AG", feed: "CU" });
    expect(await check(memory)).toEqual(["AG: a line out of place"]);
    components.delete(memory.journal, "AG");
    expect(await check(memory)).toEqual(["AG: a line out of place"]);
  });

  test("a record whose numbers do not follow from its inputs", async () => {
    const { memory, second } = copied();
    const { remainderAfterNano } = second;
    reweightRecords.put(memory.journal, 2, { ...second, remainderAfterNano: remainderAfterNano + 1n });
    expect(await check(memory)).toContain("reweighting 2 does not follow from its inputs");
  });

  test("a missing record, and one that does not begin where the one before ended", async () => {
    const { memory, first, second } = copied();
    reweightRecords.delete(memory.journal, 1);
    expect(await check(memory)).toEqual(["reweighting 2 is out of order"]);
    reweightRecords.put(memory.journal, 1, { ...second, number: 1 });
    expect(await check(memory)).toEqual(["reweighting 2 does not begin where the one before ended"]);
    reweightRecords.put(memory.journal, 1, first);
    expect(await check(memory)).toEqual([]);
  });

  test("a basket that is not what the last reweighting made it", async () => {
    const { memory, basket } = copied();
    baskets.put(memory.journal, { ...basket, remainderNano: basket.remainderNano + 1n });
    expect(await check(memory)).toEqual(["the basket is not what the last reweighting made it"]);
    baskets.put(memory.journal, { ...basket, reweights: 3 });
    expect(await check(memory)).toEqual(["the basket counts 3 reweightings"]);
  });
});
