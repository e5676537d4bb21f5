// Promises of the module `weights`.

import { limits } from "#src/core/limits.ts";
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { wholePpm } from "#src/weighting/vectors.ts";
import { requireStanding } from "./policies.ts";
import { observations, policies, rebalances } from "./tables.ts";
import { keptObservations, recomputes } from "./verifying.ts";

/** Policies and rebalances are numbered from 1 without a gap, and the observations kept are the newest ones. */
export const recordsAreNumbered = defineInvariant(async ({ state }) => {
  const standing = requireStanding(state);
  const broken: string[] = [];
  const follow = async (
    what: string,
    scan: AsyncIterable<{ readonly value: { readonly number: number } }>,
    first: number,
    last: number,
  ) => {
    let next = first;
    for await (const { value } of scan) {
      if (value.number !== next) broken.push(`${what} ${value.number} is out of order`);
      next = value.number + 1;
    }
    if (next !== last + 1) broken.push(`the last of ${what} is ${next - 1}, not ${last}`);
  };
  await follow("policy", policies.scan(state), 1, standing.policies);
  await follow("rebalance", rebalances.scan(state), 1, standing.rebalances);
  const firstKept = Math.max(1, standing.observations - limits.observationsKept + 1);
  await follow("observation", observations.scan(state), firstKept, standing.observations);
  return broken;
});

/** Every proposal whose observations are still kept follows from them, its policy and its figures, to the last byte. */
export const proposalsRecompute = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { value: rebalance } of rebalances.scan(state)) {
    const { number, proposal } = rebalance;
    if (proposal === undefined) continue;
    const kept = keptObservations(state, proposal);
    if (kept !== undefined && !recomputes(state, proposal, kept)) {
      broken.push(`rebalance ${number} does not follow from its inputs`);
    }
  }
  return broken;
});

/** One rebalance at most is announced, and what was executed became the basket by the weights announced. */
export const executedRebalancesReweighted = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const { live } = requireStanding(state);
  let reweightings = 0;
  for await (const { value: rebalance } of rebalances.scan(state)) {
    const { number, proposal, reweighting } = rebalance;
    if ((rebalance.state === "announced") !== (number === live)) broken.push(`rebalance ${number} is not the live one`);
    if ((rebalance.state === "executed") !== (reweighting !== undefined))
      broken.push(`rebalance ${number} left no basket`);
    if ((rebalance.state === "skipped") !== (proposal === undefined))
      broken.push(`rebalance ${number} proposes nothing`);
    const sumPpm = (proposal?.lines ?? []).reduce((sum, { weightPpm }) => sum + weightPpm, 0n);
    if (proposal !== undefined && sumPpm !== wholePpm) broken.push(`the weights of rebalance ${number} make no whole`);
    if (reweighting === undefined) continue;
    reweightings += 1;
    if (reweighting !== reweightings) broken.push(`rebalance ${number} is not reweighting ${reweightings}`);
  }
  if (reweightings !== basket.reweights(state)) broken.push("the basket was reweighted by something else");
  return broken;
});
