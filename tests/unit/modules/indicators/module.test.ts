// Statements of statisticians: recordIndicator, recordShares, recordGovernance, and what is read of them.
import { describe, expect, test } from "vitest";
import {
  createIndicatorsLedger,
  noticeMs,
  provenance,
  stateGovernance,
  stateIndicator,
  stateShares,
} from "#tests/support/indicators.ts";
import type { Outcome, TestLedger } from "#tests/support/ledger.ts";

const reliance = { component: "CU", indicator: "importReliance" };
const indicatorOf = (ledger: TestLedger, params: object = reliance) => ledger.query("indicators/indicator", params);

/** Refused on this ground, with nothing changed. */
function expectRefused(send: (ledger: TestLedger) => Outcome, code: string, ledger = createIndicatorsLedger()) {
  const digest = ledger.digest();
  expect(send(ledger).refused).toBe(code);
  expect(ledger.digest()).toBe(digest);
}

describe("recordIndicator", () => {
  test("takes effect after notice, and not a moment before", async () => {
    const ledger = createIndicatorsLedger();
    const { answer, events } = stateIndicator(ledger);
    const { number, fromMs } = answer as { number: number; fromMs: number };
    expect(fromMs).toBe(ledger.state.timeMs + noticeMs);
    expect(events).toMatchObject([{ type: "indicators/indicatorRecorded", content: { record: { number } } }]);
    const before = await indicatorOf(ledger);
    expect(before).toMatchObject({ inForce: { indicator: { figure: { value: 450_000n } } }, pending: { number } });
    expect(before).toMatchObject({ placed: { scarcityPpm: 450_000n } });
    ledger.advance(noticeMs - 1);
    expect(await indicatorOf(ledger)).toMatchObject({ pending: { number } });
    ledger.advance(1);
    const after = await indicatorOf(ledger);
    expect(after).toMatchObject({ inForce: { number, by: ledger.account("statistician") } });
    expect(after).toMatchObject({ placed: { scarcityPpm: 570_000n } });
    expect(after).not.toHaveProperty("pending");
    expect(await ledger.audit()).toEqual([]);
  });

  test("in place of another that has not taken effect, its notice begins anew", async () => {
    const ledger = createIndicatorsLedger();
    stateIndicator(ledger);
    ledger.advance(noticeMs - 1_000);
    stateIndicator(ledger, { figure: { value: 560_000n } });
    ledger.advance(2_000);
    expect(await indicatorOf(ledger)).toMatchObject({
      inForce: { indicator: { figure: { value: 450_000n } } },
      pending: { indicator: { figure: { value: 560_000n } } },
    });
    expect(await ledger.audit()).toEqual([]);
  });

  test("states a typed unknown, with what is known of it, and needs no document for it", async () => {
    const ledger = createIndicatorsLedger();
    const figure = { unknown: { reason: "withheld", atLeast: 500_000n } };
    const { documentHash: _, ...rest } = provenance;
    const content = { ...reliance, figure, ...rest };
    expect(ledger.send("statistician", "indicators/recordIndicator", content).code).toBe(0);
    ledger.advance(noticeMs);
    const found = await indicatorOf(ledger);
    expect(found).toMatchObject({ inForce: { indicator: { figure } } });
    expect(found).not.toHaveProperty("placed");
  });

  test.each([
    ["an issuer", {}, "issuer", "authority/roleMissing"],
    ["a component that the basket does not know", { component: "NDPR" }, "statistician", "indicators/unknownComponent"],
    ["a figure that says nothing", { figure: {} }, "statistician", "indicators/figureUnclear"],
    [
      "a figure that says two things",
      { figure: { value: 1n, unknown: { reason: "withheld" } } },
      "statistician",
      "indicators/figureUnclear",
    ],
    ["a share above the whole", { figure: { value: 1_000_001n } }, "statistician", "indicators/outOfBounds"],
    [
      "bounds that cross",
      { figure: { unknown: { reason: "withheld", atLeast: 2n, atMost: 1n } } },
      "statistician",
      "indicators/outOfBounds",
    ],
    ["a value without a document", { documentHash: undefined }, "statistician", "indicators/documentMissing"],
    ["a period that is not over", { period: "2026-01" }, "statistician", "indicators/periodNotOver"],
    ["a period before that in force", { period: "2024-11" }, "statistician", "indicators/periodOlder"],
  ])("refuses %s", (_title, change, actor, code) => {
    expectRefused((ledger) => stateIndicator(ledger, change, actor), code);
  });

  test("takes a value at its bounds, and one of the same period as in force", () => {
    const ledger = createIndicatorsLedger();
    expect(stateIndicator(ledger, { figure: { value: 1_000_000n }, period: "2024" }).code).toBe(0);
    expect(stateIndicator(ledger, { figure: { value: 0n }, period: "2024-12" }).code).toBe(0);
  });
});

describe("recordShares and concentration", () => {
  test("give the index with every step once they are in force", async () => {
    const ledger = createIndicatorsLedger();
    expect(stateShares(ledger).code).toBe(0);
    expect(stateGovernance(ledger).code).toBe(0);
    const params = { component: "AG", stage: "refining" };
    expect(await ledger.query("indicators/shares", params)).toMatchObject({
      inForce: { shares: { countries: [], others: { unknown: { reason: "notReported" } } } },
      pending: { shares: { others: { value: 200_000n } } },
    });
    ledger.advance(noticeMs);
    expect(await ledger.query("indicators/concentration", params)).toMatchObject({
      concentration: {
        steps: [
          { country: "MX", sharePpm: 500_000n, squarePpm2: 250_000_000_000n, governance: 5_500n },
          { country: "CN", sharePpm: 300_000n, squarePpm2: 90_000_000_000n },
        ],
        othersPpm: 200_000n,
        restPpm: 200_000n,
        hhi: 3_800n,
        hhiLeast: 3_400n,
        hhiMost: 3_800n,
        weightedLeast: 13_750n,
        weightedMost: 26_750n,
      },
    });
    expect(await ledger.audit()).toEqual([]);
  });

  test("of a component that nobody stated give nothing", async () => {
    const ledger = createIndicatorsLedger();
    const params = { component: "NI", stage: "mining" };
    expect(await ledger.query("indicators/concentration", params)).toEqual({});
    expect(await ledger.query("indicators/shares", params)).toEqual({});
  });

  const line = (country: string, value: bigint) => ({ country, share: { value } });
  test.each([
    ["anyone else", {}, "regulator", "authority/roleMissing"],
    ["an unknown component", { component: "NDPR" }, "statistician", "indicators/unknownComponent"],
    [
      "a country named twice",
      { countries: [line("CL", 1n), line("CL", 2n)] },
      "statistician",
      "indicators/repeatedCountry",
    ],
    ["more than the whole", { others: { value: 200_001n } }, "statistician", "indicators/sharesTooLarge"],
    ["a line that says nothing", { others: {} }, "statistician", "indicators/figureUnclear"],
    ["a negative share", { countries: [line("CL", -1n)] }, "statistician", "indicators/outOfBounds"],
    ["a value without a document", { documentHash: undefined }, "statistician", "indicators/documentMissing"],
    ["a year that is not over", { period: "2026" }, "statistician", "indicators/periodNotOver"],
  ])("refuses %s", (_title, change, actor, code) => {
    expectRefused((ledger) => stateShares(ledger, change, actor), code);
  });

  test("refuses shares that are older than those in force", () => {
    const change = { stage: "mining", period: "2023" };
    expectRefused((ledger) => stateShares(ledger, change), "indicators/periodOlder");
  });
});

describe("recordGovernance", () => {
  test("is read by country", async () => {
    const ledger = createIndicatorsLedger();
    stateGovernance(ledger);
    ledger.advance(noticeMs);
    expect(await ledger.query("indicators/governance", { country: "MX" })).toMatchObject({
      inForce: { governance: { country: "MX", figure: { value: 5_500n } } },
    });
    expect(await ledger.query("indicators/governance", { country: "PE" })).toEqual({});
  });

  test.each([
    ["anyone else", {}, "alice", "authority/roleMissing"],
    ["a weight above ten", { figure: { value: 10_001n } }, "statistician", "indicators/outOfBounds"],
    ["a weight without a document", { documentHash: undefined }, "statistician", "indicators/documentMissing"],
    ["a year that is not over", { period: "2026" }, "statistician", "indicators/periodNotOver"],
  ])("refuses %s", (_title, change, actor, code) => {
    expectRefused((ledger) => stateGovernance(ledger, change, actor), code);
  });

  test("is not replaced by an older one", () => {
    const ledger = createIndicatorsLedger();
    stateGovernance(ledger);
    ledger.advance(noticeMs);
    expectRefused((same) => stateGovernance(same, { period: "2024" }), "indicators/periodOlder", ledger);
  });
});

describe("what is read", () => {
  test("is every indicator of a component, with its unit, range and source", async () => {
    const ledger = createIndicatorsLedger();
    const { indicators } = (await ledger.query("indicators/indicators", { component: "LI2CO3" })) as {
      readonly indicators: readonly object[];
    };
    expect(indicators).toHaveLength(7);
    expect(indicators[0]).toMatchObject({
      indicator: "recyclingRate",
      range: { most: 1_000_000n, more: "easier" },
      inForce: { indicator: { figure: { unknown: { reason: "belowDetection", atMost: 10_000n } } } },
    });
  });

  test("is, in short, what other modules are given", async () => {
    const { readings } = (await createIndicatorsLedger().query("indicators/readings", { component: "CU" })) as {
      readonly readings: readonly object[];
    };
    expect(readings[3]).toMatchObject({ indicator: "importReliance", status: "value", scarcityPpm: 450_000n });
    expect(readings[0]).toMatchObject({ status: "unknown", figure: { unknown: { reason: "notReported" } } });
    expect(readings[0]).not.toHaveProperty("scarcityPpm");
  });

  test("are records for good, by number and page by page", async () => {
    const ledger = createIndicatorsLedger();
    const { answer } = stateIndicator(ledger);
    const { number } = answer as { number: number };
    stateIndicator(ledger, { figure: { value: 1n } });
    expect(await ledger.query("indicators/record", { number })).toMatchObject({
      number,
      indicator: { figure: { value: 570_000n } },
    });
    await expect(ledger.query("indicators/record", { number: 999 })).rejects.toThrow("unknownRecord");
    const page = (await ledger.query("indicators/records", { limit: 2 })) as { items: object[]; next: string };
    expect(page.items).toMatchObject([{ number: 1 }, { number: 2 }]);
    const next = await ledger.query("indicators/records", { limit: 1, after: page.next });
    expect(next).toMatchObject({ items: [{ number: 3 }] });
  });
});

test("no issuer is a statistician", () => {
  const ledger = createIndicatorsLedger();
  const grant = { account: ledger.account("issuer"), role: "statistician", reference: "" };
  expect(ledger.send("regulator", "authority/grantRole", grant).refused).toBe("authority/rolesConflict");
  expect(ledger.send("issuer", "authority/grantRole", { ...grant, account: ledger.account("bob") }).refused).toBe(
    "authority/roleMissing",
  );
});
