// Rounds as quotes arrive.
import { describe, expect, test } from "vitest";
import { roundsKept } from "#src/modules/oracle/schemas.ts";
import { prices, rounds } from "#src/modules/oracle/tables.ts";
import { createOracleLedger, settlePrices, statePrices, submitQuotes } from "#tests/support/prices.ts";

const silver = (priceNano: bigint) => [{ feed: "AG", priceNano }];

describe("a quorum", () => {
  test("is waited for", () => {
    const ledger = createOracleLedger();
    expect(submitQuotes(ledger, "price-feeder", silver(1_000n)).answer).toEqual({
      quotes: [{ feed: "AG", outcome: "waiting" }],
    });
    expect(prices.get(ledger.state, "AG")).toBeUndefined();
    expect(submitQuotes(ledger, "price-feeder-2", silver(1_000n)).answer).toEqual({
      quotes: [{ feed: "AG", outcome: "accepted", roundId: 1, priceNano: 1_000n }],
    });
  });

  test("is not made by one feeder speaking twice", () => {
    const ledger = createOracleLedger();
    submitQuotes(ledger, "price-feeder", silver(1_000n));
    submitQuotes(ledger, "price-feeder", silver(1_001n));
    expect(prices.get(ledger.state, "AG")).toBeUndefined();
  });

  test("is not made with a stale quote", () => {
    const ledger = createOracleLedger();
    submitQuotes(ledger, "price-feeder", silver(1_000n));
    ledger.advance(3_600_001);
    submitQuotes(ledger, "price-feeder-2", silver(1_000n));
    expect(prices.get(ledger.state, "AG")).toBeUndefined();
  });

  test("does not count a feeder whose role was revoked since", () => {
    const ledger = createOracleLedger();
    submitQuotes(ledger, "price-feeder", silver(1_000n));
    const account = ledger.account("price-feeder");
    const content = { account, role: "price-feeder", reference: "test" };
    expect(ledger.send("governor", "authority/revokeRole", content).code).toBe(0);
    submitQuotes(ledger, "price-feeder-2", silver(1_000n));
    expect(prices.get(ledger.state, "AG")).toBeUndefined();
  });
});

describe("a jump", () => {
  test("is held by the quotes that made it and confirmed when a quorum quotes again", () => {
    const ledger = createOracleLedger();
    statePrices(ledger, { AG: 1_000n });
    statePrices(ledger, { AG: 1_500n });
    expect(prices.get(ledger.state, "AG")).toMatchObject({
      current: { priceNano: 1_001n },
      pending: { priceNano: 1_500n },
    });
    const again = submitQuotes(ledger, "price-feeder", silver(1_500n));
    expect(again.answer).toMatchObject({ quotes: [{ outcome: "held" }] });
    const confirmed = submitQuotes(ledger, "price-feeder-2", silver(1_500n));
    expect(confirmed.answer).toMatchObject({ quotes: [{ outcome: "confirmed", priceNano: 1_500n }] });
    expect(prices.get(ledger.state, "AG")?.pending).toBeUndefined();
    expect(confirmed.events.map(({ type }) => type)).toEqual(["oracle/quotesSubmitted", "oracle/roundCompleted"]);
  });

  test("is dropped when the prices come back", () => {
    const ledger = createOracleLedger();
    statePrices(ledger, { AG: 1_000n });
    statePrices(ledger, { AG: 1_500n });
    statePrices(ledger, { AG: 1_001n });
    expect(prices.get(ledger.state, "AG")).toMatchObject({ current: { priceNano: 1_001n } });
    expect(prices.get(ledger.state, "AG")?.pending).toBeUndefined();
  });

  test("that one feeder of three makes alone moves no price out of the honest votes", () => {
    const ledger = createOracleLedger();
    statePrices(ledger, { AG: 1_000n });
    submitQuotes(ledger, "price-feeder-3", silver(9_000n));
    expect(prices.get(ledger.state, "AG")?.current.priceNano).toBe(1_001n);
  });
});

test("rounds are numbered from 1, and only the newest are kept", async () => {
  const ledger = createOracleLedger();
  submitQuotes(ledger, "price-feeder-2", silver(1_000n));
  for (let at = 0; at < roundsKept; at += 1) submitQuotes(ledger, "price-feeder", silver(1_000n));
  expect(rounds.has(ledger.state, "AG", 1)).toBe(true);
  submitQuotes(ledger, "price-feeder", silver(1_000n));
  expect(rounds.has(ledger.state, "AG", 1)).toBe(false);
  expect(rounds.has(ledger.state, "AG", roundsKept + 1)).toBe(true);
  expect(await ledger.audit()).toEqual([]);
});

test("the same quotes give the same rows on two ledgers", () => {
  const [left, right] = [createOracleLedger(), createOracleLedger()];
  for (const ledger of [left, right]) {
    statePrices(ledger, { AG: 1_000n, CU: 5n });
    settlePrices(ledger, { CU: 50n, AG: 1_300n });
  }
  expect(left.digest()).toBe(right.digest());
});
