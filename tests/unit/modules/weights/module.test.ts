// What readers get from the module `weights`, what it begins with, and what its promises find.
import { describe, expect, test } from "vitest";
import { present } from "#src/core/assert.ts";
import { baskets } from "#src/modules/basket/tables.ts";
import {
  executedRebalancesReweighted,
  proposalsRecompute,
  recordsAreNumbered,
} from "#src/modules/weights/invariants.ts";
import type { Proposal, Rebalance } from "#src/modules/weights/schemas.ts";
import { observations, policies, rebalances, standings } from "#src/modules/weights/tables.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import {
  announce,
  createWeightsLedger,
  dayMs,
  monthMs,
  passNotice,
  policy,
  setPolicy,
} from "#tests/support/weights.ts";

describe("queries", () => {
  test("standing tells what was counted and when the next steps are due, and proves its row", async () => {
    const ledger = createWeightsLedger();
    const { timeMs } = ledger.state;
    expect(await ledger.query("weights/standing")).toEqual({
      ...{ policies: 0, observations: 30, rebalances: 0 },
      observedSlot: Math.floor(timeMs / monthMs),
      observedIntervalMs: monthMs,
      announcedSlot: Math.floor(timeMs / dayMs),
      announcedIntervalMs: dayMs,
      nextObservationMs: (Math.floor(timeMs / monthMs) + 1) * monthMs,
      nextAnnouncementMs: (Math.floor(timeMs / dayMs) + 1) * dayMs,
    });
  });

  test("policy, observation and rebalance give one each, and refuse a number that there is not", async () => {
    const ledger = createWeightsLedger();
    announce(ledger);
    expect(await ledger.query("weights/policy", { number: 1 })).toMatchObject(policy);
    expect(await ledger.query("weights/observation", { number: 30 })).toMatchObject({
      number: 30,
      intervalMs: monthMs,
    });
    expect(await ledger.query("weights/rebalance", { number: 1 })).toMatchObject({ number: 1, state: "announced" });
    await expect(ledger.query("weights/policy", { number: 2 })).rejects.toThrow("unknownPolicy");
    await expect(ledger.query("weights/observation", { number: 31 })).rejects.toThrow("unknownObservation");
    await expect(ledger.query("weights/rebalance", { number: 2 })).rejects.toThrow("unknownRebalance");
  });

  test("policies, observations and rebalances list them in pages", async () => {
    const ledger = createWeightsLedger();
    setPolicy(ledger);
    announce(ledger);
    const numbers = async (query: string, params: object) =>
      ((await ledger.query(query, params)) as { items: { number: number }[] }).items.map(({ number }) => number);
    expect(await numbers("weights/policies", {})).toEqual([1, 2]);
    expect(await numbers("weights/rebalances", {})).toEqual([1]);
    expect(await numbers("weights/observations", { limit: 2 })).toEqual([1, 2]);
  });

  test("preview gives what would be announced now, and the announcement is that", async () => {
    const ledger = createWeightsLedger();
    await expect(ledger.query("weights/preview")).rejects.toThrow("policyMissing");
    setPolicy(ledger);
    expect(await ledger.query("weights/preview")).toEqual({ obstacle: { why: "priceUnknown", component: "AG" } });
    announce(ledger);
    const { proposal } = (await ledger.query("weights/preview")) as { proposal: Proposal };
    const announced = present(rebalances.get(ledger.state, 1)?.proposal, "a proposal");
    expect(proposal).toEqual(announced);
  });

  test("criticality shows every step, with the records behind it; without observations volatility is anything", async () => {
    const { figures, score } = (await createWeightsLedger().query("weights/criticality", { component: "CU" })) as {
      figures: { concentration: { stage: string; record: number }[] };
      score: Record<string, { leastPpm: bigint; mostPpm: bigint }>;
    };
    expect(figures.concentration.map(({ stage }) => stage)).toEqual(["mining", "refining"]);
    expect(score.volatility?.leastPpm).toBe(score.volatility?.mostPpm);
    expect(score.volatility?.leastPpm).toBeGreaterThan(100_000n);
    const young = createWeightsLedger({ months: 0 });
    expect(await young.query("weights/criticality", { component: "CU" })).toMatchObject({
      score: { volatility: { leastPpm: 0n, mostPpm: 1_000_000n } },
    });
    await expect(young.query("weights/criticality", { component: "NI" })).rejects.toThrow("unknownComponent");
  });
});

describe("genesis", () => {
  test("may state a policy, which rules from the first block on", async () => {
    const ledger = createWeightsLedger({ policy });
    expect(policies.get(ledger.state, 1)).toEqual({ ...policy, number: 1, atMs: ledger.genesis.timeMs });
    expect(await ledger.audit()).toEqual([]);
  });

  test("refuses a policy that no issuer could set", () => {
    const [silver] = policy.components;
    expect(() => createWeightsLedger({ policy: { ...policy, components: [silver] } })).toThrow("componentLeftOut");
  });
});

describe("promises find", () => {
  /** The rows of a network that has rebalanced once, in a state whose rows can be written by hand. */
  function copied() {
    const ledger = createWeightsLedger();
    announce(ledger);
    passNotice(ledger);
    const memory = memoryState(ledger.state.height, ledger.state.timeMs);
    const state = memory.journal;
    standings.put(state, present(standings.get(ledger.state), "a standing"));
    policies.put(state, 1, present(policies.get(ledger.state, 1), "a policy"));
    baskets.put(state, present(baskets.get(ledger.state), "a basket"));
    for (let number = 1; number <= 30; number += 1) {
      observations.put(state, number, present(observations.get(ledger.state, number), "an observation"));
    }
    const rebalance = present(rebalances.get(ledger.state, 1), "a rebalance") as Rebalance;
    rebalances.put(state, 1, rebalance);
    const check = async () => {
      const context = { state: memory.scanner() };
      return [
        ...(await recordsAreNumbered(context)),
        ...(await proposalsRecompute(context)),
        ...(await executedRebalancesReweighted(context)),
      ];
    };
    return { state, rebalance, proposal: present(rebalance.proposal, "a proposal"), check };
  }

  test("nothing where use alone made the rows", async () => {
    expect(await copied().check()).toEqual([]);
  });

  test("a record that is missing", async () => {
    const { state, check } = copied();
    observations.delete(state, 17);
    expect(await check()).toEqual(["observation 18 is out of order"]);
  });

  test("weights that do not follow from their inputs, by one millionth", async () => {
    const { state, rebalance, proposal, check } = copied();
    const [first, second] = proposal.lines;
    if (first === undefined || second === undefined) throw new Error("two lines");
    const lines = [
      { ...first, weightPpm: first.weightPpm + 1n },
      { ...second, weightPpm: second.weightPpm - 1n },
    ];
    rebalances.put(state, 1, { ...rebalance, proposal: { ...proposal, lines } });
    expect(await check()).toEqual(["rebalance 1 does not follow from its inputs"]);
  });

  test("an observed price that was changed afterwards", async () => {
    const { state, check } = copied();
    const observation = present(observations.get(state, 12), "an observation");
    const [silver, copper] = observation.prices;
    if (silver === undefined || copper === undefined) throw new Error("two prices");
    observations.put(state, 12, {
      ...observation,
      prices: [{ ...silver, averageNano: silver.averageNano * 2n }, copper],
    });
    expect(await check()).toEqual(["rebalance 1 does not follow from its inputs"]);
  });

  test("a basket that something else reweighted, and a rebalance that is live without being announced", async () => {
    const { state, check } = copied();
    baskets.put(state, { ...present(baskets.get(state), "a basket"), reweights: 2 });
    standings.put(state, { ...present(standings.get(state), "a standing"), live: 1 });
    expect(await check()).toEqual(["rebalance 1 is not the live one", "the basket was reweighted by something else"]);
  });
});
