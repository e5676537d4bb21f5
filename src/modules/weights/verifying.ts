// A rebalance checked by whoever trusts nobody: from rows alone, each of which may come with a proof of its own.
import { codecOf } from "#src/core/form.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { type Indicator, recorded } from "#src/modules/indicators/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { reweigh, worthOf } from "#src/weighting/reweighing.ts";
import { wholePpm } from "#src/weighting/vectors.ts";
import { adoptedModel } from "./policies.ts";
import { type ProposalInput, propose } from "./rules.ts";
import {
  type Figures,
  type Observation,
  type Proposal,
  type ProposedLine,
  proposalSchema,
  type Rebalance,
} from "./schemas.ts";
import { observations, policies, rebalances } from "./tables.ts";

export interface Check {
  readonly claim: string;
  readonly holds: boolean;
}

export interface VerifiedRebalance {
  readonly rebalance: Stored<Rebalance>;
  readonly checks: readonly Check[];
}

/** Undefined where there is no rebalance of this number. Reads by key alone. */
export function verifyRebalance(state: StateReader, number: number): VerifiedRebalance | undefined {
  const rebalance = rebalances.get(state, number);
  if (rebalance === undefined) return undefined;
  const { proposal } = rebalance;
  if (proposal === undefined) return { rebalance, checks: [] };
  const kept = keptObservations(state, proposal);
  return {
    rebalance,
    checks: [
      {
        claim: "every figure is what its record states",
        holds: proposal.lines.every(({ component, figures }) => areFiguresStated(state, component, figures)),
      },
      {
        claim: `observations ${proposal.firstObservation} to ${proposal.lastObservation} are kept`,
        holds: kept !== undefined,
      },
      {
        claim: "scores, targets, covariance, weights and residual follow from them, to the last byte",
        holds: kept !== undefined && recomputes(state, proposal, kept),
      },
      ...executionChecks(state, rebalance, proposal),
    ],
  };
}

/** Undefined when one of them has gone. */
export function keptObservations(state: StateReader, { firstObservation, lastObservation }: Stored<Proposal>) {
  const kept: Stored<Observation>[] = [];
  for (let number = firstObservation; number <= lastObservation; number += 1) {
    const observation = observations.get(state, number);
    if (observation === undefined) return undefined;
    kept.push(observation);
  }
  return kept;
}

/** Whether a proposal follows from its policy, its figures and these observations. */
export function recomputes(
  state: StateReader,
  proposal: Stored<Proposal>,
  kept: readonly Stored<Observation>[],
): boolean {
  const policy = policies.get(state, proposal.policy);
  if (policy === undefined) return false;
  const { rules, intervalMs, lines } = proposal;
  const again = propose({
    ...{ policy, rules, intervalMs, observations: kept },
    model: adoptedModel(state, policy),
    lines: lines.map(inputOf),
  });
  if ("why" in again) return false;
  const { encode } = codecOf(proposalSchema);
  return bytesEqual(encode(again), encode(proposal as Proposal));
}

/** What a line of a proposal was made from. */
function inputOf({
  component,
  feed,
  quantity,
  averageNano,
  averageFromMs,
  figures,
}: Stored<ProposedLine>): Stored<ProposalInput> {
  return { component, feed, quantity, averageNano, averageFromMs, figures };
}

/** Where no record is named nothing is known, which tilts nothing. */
function areFiguresStated(state: StateReader, component: string, figures: Stored<Figures>): boolean {
  const { concentration, recycling, substitutability, demandGrowth, strategicDemand, storability } = figures;
  const { leastPpm, mostPpm, ...rest } = storability;
  const named: readonly (readonly [Indicator, Stored<Figures>["recycling"]])[] = [
    ["recyclingRate", recycling],
    ["substitutability", substitutability],
    ["demandGrowth", demandGrowth],
    ["strategicDemandShare", strategicDemand],
    ["storability", { leastPpm: wholePpm - mostPpm, mostPpm: wholePpm - leastPpm, ...rest }],
  ];
  const areBoundsStated = named.every(([indicator, { record, ...bounds }]) => {
    const stated = record === undefined ? undefined : recorded.bounds(state, record, component, indicator);
    if (record !== undefined && stated === undefined) return false;
    const known = stated ?? { leastPpm: 0n, mostPpm: wholePpm };
    return known.leastPpm === bounds.leastPpm && known.mostPpm === bounds.mostPpm;
  });
  return (
    areBoundsStated &&
    concentration.every(({ stage, record, governanceRecords, least, most }) => {
      const stated = recorded.concentration(state, { number: record, governance: governanceRecords, component, stage });
      return stated?.weightedLeast === least && stated.weightedMost === most;
    })
  );
}

function executionChecks(state: StateReader, { reweighting }: Stored<Rebalance>, proposal: Stored<Proposal>): Check[] {
  if (reweighting === undefined) return [];
  const record = basket.reweighting(state, reweighting);
  if (record === undefined) return [{ claim: `reweighting ${reweighting} is there`, holds: false }];
  const { lines, valueNano, remainderBeforeNano, remainderAfterNano } = record;
  const worth = (side: "quantityBefore" | "quantityAfter", remainderNano: bigint) =>
    worthOf(
      lines.map((line) => ({ quantity: line[side], priceNano: line.priceNano })),
      remainderNano,
    );
  const { quantities, remainderNano } = reweigh(valueNano, lines);
  const weightOf = (component: string) => proposal.lines.find((line) => line.component === component)?.weightPpm ?? 0n;
  return [
    {
      claim: "the basket was given the weights announced",
      holds: lines.every(({ component, weightPpm }) => weightPpm === weightOf(component)),
    },
    {
      claim: "new quantities follow from prices and averages, to the last unit",
      holds:
        remainderNano === remainderAfterNano &&
        lines.every(({ quantityAfter }, at) => quantities[at] === quantityAfter),
    },
    {
      claim: "the value is the same before and after, to the last billionth",
      holds:
        worth("quantityBefore", remainderBeforeNano) === valueNano &&
        worth("quantityAfter", remainderAfterNano) === valueNano,
    },
    { claim: "it began from what the basket was announced to have", holds: startsFromProposal(proposal, lines) },
  ];
}

function startsFromProposal(
  proposal: Stored<Proposal>,
  lines: readonly { readonly component: string; readonly quantityBefore: bigint }[],
): boolean {
  return lines.every(({ component, quantityBefore }) => {
    return proposal.lines.find((line) => line.component === component)?.quantity === quantityBefore;
  });
}
