// Announced, executed, put off, lapsed: what becomes of a rebalance.
import { describe, expect, test } from "vitest";
import { present } from "#src/core/assert.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { reweightRecords } from "#src/modules/basket/tables.ts";
import type { Proposal } from "#src/modules/weights/schemas.ts";
import { rebalances, standings } from "#src/modules/weights/tables.ts";
import { attestedMetal, sendMint } from "#tests/support/issuance.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { june2008, settlePrices, statePrices } from "#tests/support/prices.ts";
import {
  announce,
  createWeightsLedger,
  dayMs,
  goToNextDay,
  hourMs,
  passNotice,
  policy,
  setPolicy,
} from "#tests/support/weights.ts";

const rebalanceOf = (ledger: TestLedger, number = 1) => present(rebalances.get(ledger.state, number), "a rebalance");
const liveOf = (ledger: TestLedger) => present(standings.get(ledger.state), "a standing").live;
const worthOf = (ledger: TestLedger) => basket.requireSoundValue(ledger.state).valueNano.mid;

describe("announced", () => {
  test("at the first block of an interval, with every step, and nothing changes yet", async () => {
    const ledger = createWeightsLedger();
    const before = basket.components(ledger.state);
    announce(ledger);
    const { state, proposal, fromMs, endsMs, announcedMs } = rebalanceOf(ledger);
    expect([state, fromMs, endsMs]).toEqual(["announced", announcedMs + hourMs, announcedMs + 2 * hourMs]);
    const { lines, policy: number, firstObservation, lastObservation, relaxed } = proposal as Proposal;
    expect([number, firstObservation, lastObservation, relaxed]).toEqual([1, 1, 30, []]);
    expect(lines.map(({ component }) => component)).toEqual(["AG", "CU"]);
    expect(lines.map(({ currentPpm }) => currentPpm)).toEqual([500_001n, 499_999n]);
    expect(lines.reduce((sum, { weightPpm }) => sum + weightPpm, 0n)).toBe(1_000_000n);
    expect(lines[0]?.weightPpm).not.toBe(500_000n);
    expect(basket.components(ledger.state)).toEqual(before);
    expect([liveOf(ledger), await ledger.audit()]).toEqual([1, []]);
  });

  test("not without a policy, nor a second time in one interval, nor while one is announced", () => {
    const ledger = createWeightsLedger({ overrides: { "weights.noticeMs": BigInt(3 * dayMs) } });
    goToNextDay(ledger);
    expect(rebalances.get(ledger.state, 1)).toBeUndefined();
    setPolicy(ledger);
    ledger.advance(1_000);
    expect(rebalances.get(ledger.state, 1)).toBeUndefined();
    goToNextDay(ledger);
    goToNextDay(ledger);
    expect([rebalanceOf(ledger).state, rebalances.get(ledger.state, 2)]).toEqual(["announced", undefined]);
  });

  test("not where observations are too few: it is skipped, and says which component lacks them", async () => {
    const ledger = createWeightsLedger({ months: 24 });
    announce(ledger);
    expect(rebalanceOf(ledger)).toMatchObject({
      state: "skipped",
      obstacle: { why: "observationsTooFew", component: "AG" },
    });
    const enough = createWeightsLedger({ months: 25 });
    announce(enough);
    expect(rebalanceOf(enough).state).toBe("announced");
    expect([liveOf(ledger), await ledger.audit()]).toEqual([undefined, []]);
  });

  test("not where a price was never known", () => {
    const ledger = createWeightsLedger();
    setPolicy(ledger);
    ledger.advance(dayMs);
    expect(rebalanceOf(ledger)).toMatchObject({ state: "skipped", obstacle: { why: "priceUnknown", component: "AG" } });
  });

  test("in another interval's length only from its next beginning on", () => {
    const ledger = createWeightsLedger({ overrides: { "weights.rebalanceIntervalMs": BigInt(30 * dayMs) } });
    setPolicy(ledger);
    ledger.send("issuer", "parameters/proposeChange", {
      parameter: "weights.rebalanceIntervalMs",
      value: BigInt(dayMs),
    });
    for (let block = 0; block < 12; block += 1) ledger.advance(1);
    goToNextDay(ledger);
    expect(rebalanceOf(ledger).state).toBe("announced");
  });
});

describe("executed", () => {
  test("at the first sound prices after the notice, by the weights announced, at an unchanged value", async () => {
    const ledger = createWeightsLedger();
    announce(ledger);
    const before = worthOf(ledger);
    passNotice(ledger);
    expect(rebalanceOf(ledger)).toMatchObject({ state: "executed", reweighting: 1, closedMs: ledger.state.timeMs });
    const { lines, valueNano } = present(reweightRecords.get(ledger.state, 1), "a reweighting");
    expect([valueNano, worthOf(ledger)]).toEqual([before, before]);
    expect(lines.map(({ weightPpm }) => weightPpm)).toEqual(
      rebalanceOf(ledger).proposal?.lines.map(({ weightPpm }) => weightPpm),
    );
    expect([liveOf(ledger), await ledger.audit()]).toEqual([undefined, []]);
  });

  test("no millisecond before the notice is over", () => {
    const ledger = createWeightsLedger();
    announce(ledger);
    const { fromMs = 0 } = rebalanceOf(ledger);
    ledger.advance(fromMs - ledger.state.timeMs - 60_000);
    statePrices(ledger, june2008);
    ledger.advance(fromMs - 1 - ledger.state.timeMs);
    expect(rebalanceOf(ledger).state).toBe("announced");
    ledger.advance(1);
    expect(rebalanceOf(ledger).state).toBe("executed");
  });

  test("once for every interval, each from where the one before ended", async () => {
    const ledger = createWeightsLedger();
    announce(ledger);
    passNotice(ledger);
    for (let day = 0; day < 3; day += 1) {
      goToNextDay(ledger);
      passNotice(ledger);
    }
    expect([1, 2, 3, 4].map((number) => rebalanceOf(ledger, number).reweighting)).toEqual([1, 2, 3, 4]);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("put off", () => {
  test("while a price is stale or a jump is held, and executed when it is sound again", async () => {
    const ledger = createWeightsLedger();
    announce(ledger);
    ledger.advance(hourMs + 1);
    expect(rebalanceOf(ledger)).toMatchObject({
      state: "announced",
      obstacle: { why: "priceUnsound", component: "AG" },
    });
    statePrices(ledger, { AG: june2008.AG });
    expect(rebalanceOf(ledger).obstacle).toEqual({ why: "priceUnsound", component: "CU" });
    const written = rebalanceOf(ledger);
    ledger.advance(1_000);
    expect(rebalanceOf(ledger)).toBe(written);
    statePrices(ledger, { CU: june2008.CU });
    expect(rebalanceOf(ledger)).toMatchObject({ state: "executed" });
    expect(rebalanceOf(ledger).obstacle).toBeUndefined();
    expect(await ledger.audit()).toEqual([]);
  });

  test("and lapses at the end of its window: old quantities stay, and the next one is announced in its time", async () => {
    const ledger = createWeightsLedger();
    announce(ledger);
    const before = basket.components(ledger.state);
    ledger.advance(2 * hourMs - 1);
    expect(rebalanceOf(ledger).state).toBe("announced");
    ledger.advance(1);
    expect(rebalanceOf(ledger)).toMatchObject({ state: "lapsed", obstacle: { why: "priceUnsound", component: "AG" } });
    expect([basket.components(ledger.state), liveOf(ledger)]).toEqual([before, undefined]);
    goToNextDay(ledger);
    expect(rebalanceOf(ledger, 2).state).toBe("announced");
    expect(await ledger.audit()).toEqual([]);
  });

  test("while a share would move further than the basket allows", () => {
    const ledger = createWeightsLedger({ overrides: { "basket.stepPpmMost": 1_000n } });
    announce(ledger);
    passNotice(ledger);
    expect(rebalanceOf(ledger)).toMatchObject({
      state: "announced",
      obstacle: { why: "stepTooLarge", component: "AG" },
    });
  });

  test("while a metal held would leave its band without coming nearer to its target", async () => {
    const ledger = createWeightsLedger({ overrides: { "issuance.bandBp": 100n } });
    settlePrices(ledger, june2008);
    const certificateIds = attestedMetal(ledger);
    expect(sendMint(ledger, certificateIds)).toMatchObject({ code: 0 });
    announce(ledger);
    passNotice(ledger);
    expect(rebalanceOf(ledger)).toMatchObject({ state: "announced", obstacle: { why: "metalsCannotFollow" } });
    expect(await ledger.audit()).toEqual([]);
  });
});

test("a component of most 0 leaves at once, if the basket allows so large a step", async () => {
  const ledger = createWeightsLedger({ overrides: { "basket.stepPpmMost": 1_000_000n } });
  const [silver, copper] = policy.components;
  const leaving = { ...copper, basePpm: 0n, leastPpm: 0n, mostPpm: 0n };
  announce(ledger, {
    ...policy,
    components: [{ ...silver, basePpm: 1_000_000n, mostPpm: 1_000_000n }, leaving],
  });
  // What lies beyond its box goes to its edge at once: boxes hold before steps do.
  expect(rebalanceOf(ledger).proposal).toMatchObject({ relaxed: ["step", "turnover"] });
  passNotice(ledger);
  expect(basket.components(ledger.state).map(({ component }) => component)).toEqual(["AG"]);
  expect(await ledger.audit()).toEqual([]);
});
