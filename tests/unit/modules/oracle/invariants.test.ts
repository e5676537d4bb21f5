// The promises of the oracle, kept by use and broken by hand.
import { describe, expect, test } from "vitest";
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { historyRises, quotesComeFromFeeders, roundsAreComplete } from "#src/modules/oracle/invariants.ts";
import type { Feed, FeedPrice } from "#src/modules/oracle/schemas.ts";
import { feeds, prices, quotes, rounds, samples } from "#src/modules/oracle/tables.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { createOracleLedger, settlePrices, statePrices } from "#tests/support/prices.ts";

/** The rows of a feed in use, copied into a state whose rows can be written by hand. */
function copied() {
  const ledger = createOracleLedger();
  settlePrices(ledger, { AG: 1_000n });
  ledger.advance(2_000);
  settlePrices(ledger, { AG: 1_001n });
  statePrices(ledger, { AG: 2_000n });
  const memory = memoryState(ledger.state.height, ledger.state.timeMs);
  const price = present(prices.get(ledger.state, "AG"), "there is a price");
  feeds.put(memory.journal, "AG", present(feeds.get(ledger.state, "AG"), "there is a feed") as Feed);
  quotes.put(memory.journal, "AG", present(quotes.get(ledger.state, "AG"), "there are quotes"));
  prices.put(memory.journal, "AG", price);
  for (let id = 1; id <= price.roundId; id += 1) {
    rounds.put(memory.journal, "AG", id, present(rounds.get(ledger.state, "AG", id), "all rounds are kept"));
  }
  for (let at = 0; at < price.samples; at += 1) {
    samples.put(memory.journal, "AG", at, present(samples.get(ledger.state, "AG", at), "all samples are kept"));
  }
  return { memory, price: price as FeedPrice };
}

const check = async (memory: ReturnType<typeof memoryState>) => {
  const context = { state: memory.scanner() };
  return [
    ...(await quotesComeFromFeeders(context)),
    ...(await roundsAreComplete(context)),
    ...(await historyRises(context)),
  ];
};

test("use keeps them, also while a jump is held", async () => {
  const { memory, price } = copied();
  expect(price.pending).toBeDefined();
  expect(price.samples).toBeGreaterThan(1);
  expect(await check(memory)).toEqual([]);
});

describe("what is found", () => {
  test("a quote from a stranger, an invalid one, and one given twice", async () => {
    const { memory } = copied();
    const [quote] = quotes.get(memory.journal, "AG") ?? [];
    if (quote === undefined) throw new Error("there are quotes");
    const alice = createOracleLedger().account("alice") as Account;
    quotes.put(memory.journal, "AG", [{ ...quote, feeder: alice }]);
    expect(await check(memory)).toEqual([`AG: a quote of ${alice} is out of place`]);
    quotes.put(memory.journal, "AG", [{ ...quote, confidenceNano: quote.priceNano + 1n }]);
    expect(await check(memory)).toEqual([`AG: the quote of ${quote.feeder} is invalid`]);
    quotes.put(memory.journal, "AG", [quote, quote]);
    expect(await check(memory)).toEqual([`AG: a quote of ${quote.feeder} is out of place`]);
  });

  test("a missing round", async () => {
    const { memory, price } = copied();
    rounds.delete(memory.journal, "AG", 3);
    expect(await check(memory)).toEqual([`AG: the rounds kept are not 1 to ${price.roundId}`]);
  });

  test("a price or a jump that its round does not have, or none for the newest round", async () => {
    const { memory, price } = copied();
    prices.put(memory.journal, "AG", { ...price, current: { ...price.current, priceNano: 7n } });
    expect(await check(memory)).toEqual([`AG: the price in force is not that of round ${price.current.roundId}`]);
    const pending = present(price.pending, "a jump is held");
    prices.put(memory.journal, "AG", { ...price, pending: { ...pending, priceNano: 7n } });
    expect(await check(memory)).toEqual([`AG: the jump held is not that of round ${pending.roundId}`]);
    const { pending: _, ...without } = price;
    prices.put(memory.journal, "AG", without);
    expect(await check(memory)).toEqual(["AG: the newest round has no place"]);
  });

  test("a price without a feed", async () => {
    const { memory } = copied();
    feeds.delete(memory.journal, "AG");
    quotes.delete(memory.journal, "AG");
    expect(await check(memory)).toEqual(["AG: a price without a feed"]);
  });

  test("a sample that is missing or does not rise, and a sum before its last sample", async () => {
    const { memory, price } = copied();
    const first = present(samples.get(memory.journal, "AG", 0), "there is a first sample");
    samples.put(memory.journal, "AG", price.samples, first);
    expect(await check(memory)).toContain("AG: a sample does not rise");
    samples.delete(memory.journal, "AG", price.samples);
    samples.delete(memory.journal, "AG", 0);
    expect(await check(memory)).toEqual([`AG: ${price.samples - 1} samples are kept of ${price.samples}`]);
    samples.put(memory.journal, "AG", 0, first);
    prices.put(memory.journal, "AG", { ...price, priceNanoMsSum: 0n });
    expect(await check(memory)).toEqual(["AG: the running sum lies before its last sample"]);
  });
});
