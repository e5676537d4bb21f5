// Proposals: what may be proposed, and what happens when a vote is over.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { Refusal } from "#src/core/refusal.ts";
import { move as moveParameters, read as parameters } from "#src/modules/parameters/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { charterOf, requireCouncil, requireSoundCharter, requireWeight } from "./councils.ts";
import { events } from "./events.ts";
import { refusals } from "./refusals.ts";
import { outcomeOf } from "./rules.ts";
import type { Action, Proposal, ProposalState } from "./schemas.ts";
import { charters, councils, deadlines, listed, nextProposals, openCounts, proposals } from "./tables.ts";

/** A new proposal before anybody voted. */
export type Opening = Pick<Proposal, "council" | "proposer" | "purpose"> & { readonly action: Stored<Action> };

export function requireProposal(state: StateReader, proposal: number): Stored<Proposal> {
  const row = proposals.get(state, proposal);
  if (row === undefined) throw refusals.unknownProposal({ proposal });
  return row;
}

/** A proposal that can be voted on now. One past its time may still wait for its turn to be closed. */
export function requireOpen(state: StateReader, proposal: number): Stored<Proposal> {
  const row = requireProposal(state, proposal);
  if (row.state !== "open") throw refusals.proposalClosed({ proposal, state: row.state });
  if (state.timeMs >= row.endsMs) throw refusals.votingEnded({ endsMs: row.endsMs });
  return row;
}

/** Refuses what the council may not do: asked when a proposal is opened, and again when it has passed. Changes nothing. */
function requirePossible(state: StateReader, council: string, revision: number, action: Stored<Action>): void {
  if (action.kind === "charter") {
    const inForce = requireCouncil(state, council).revision;
    if (inForce !== revision) throw refusals.charterReplaced({ council, revision: inForce });
    requireSoundCharter(state, action.charter);
    return;
  }
  const seen = new Set<string>();
  for (const { parameter, value } of action.changes) {
    if (seen.has(parameter)) throw refusals.parameterTwice({ parameter });
    seen.add(parameter);
    parameters.requireCouncilChange(state, { council, parameter, value });
  }
}

/** Opens a proposal of a member under the charter in force and returns its number and end. */
export function openAsMember(state: State, { council, proposer, purpose, action }: Opening) {
  const { revision } = requireCouncil(state, council);
  requireWeight(charterOf(state, council, revision), council, proposer);
  requirePossible(state, council, revision, action);
  const openCount = openCounts.get(state, council, proposer) ?? 0;
  if (openCount >= limits.openProposalsPerMemberMax)
    throw refusals.tooManyOpen({ most: limits.openProposalsPerMemberMax });

  const number = nextProposals.get(state) ?? 1;
  const endsMs = state.timeMs + charterOf(state, council, revision).votingMs;
  const tally = { approve: 0, reject: 0, abstain: 0 };
  nextProposals.put(state, number + 1);
  const times = { openedMs: state.timeMs, endsMs };
  proposals.put(state, number, { council, revision, proposer, purpose, action, ...times, tally, state: "open" });
  listed.put(state, council, "open", number, {});
  openCounts.put(state, council, proposer, openCount + 1);
  deadlines.add(state, endsMs, number);
  state.emit(events.proposalOpened({ proposal: number, council, proposer, purpose, action, endsMs }));
  return { proposal: number, endsMs };
}

/** Closes a proposal by the votes that were cast, and does what it says if it passed. */
export function conclude(state: State, number: number): void {
  const proposal = present(proposals.get(state, number), "a proposal is kept");
  const outcome = outcomeOf(proposal.tally, charterOf(state, proposal.council, proposal.revision));
  const failure = outcome === "passed" ? obstacle(state, proposal) : undefined;
  close(state, number, failure === undefined ? outcome : "failed", failure);
  if (outcome === "passed" && failure === undefined) execute(state, number, proposal);
}

/** Takes a proposal off the open ones. */
export function close(state: State, number: number, outcome: ProposalState, failure?: string): void {
  const proposal = present(proposals.get(state, number), "a proposal is kept");
  const { council, proposer, tally } = proposal;
  const ended = { state: outcome, closedMs: state.timeMs, ...(failure !== undefined && { failure }) };
  proposals.put(state, number, { ...proposal, ...ended });
  listed.delete(state, council, "open", number);
  listed.put(state, council, outcome, number, {});
  releasePlace(state, council, proposer);
  const reason = failure === undefined ? {} : { failure };
  state.emit(events.proposalClosed({ proposal: number, council, state: outcome, tally, ...reason }));
}

function releasePlace(state: State, council: string, proposer: Account): void {
  const left = (openCounts.get(state, council, proposer) ?? 1) - 1;
  if (left === 0) openCounts.delete(state, council, proposer);
  else openCounts.put(state, council, proposer, left);
}

/** The code of the refusal that what was passed would meet now: nothing has been written when it is asked. */
function obstacle(state: StateReader, { council, revision, action }: Stored<Proposal>): string | undefined {
  try {
    requirePossible(state, council, revision, action);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.definition.code;
    throw error;
  }
}

function execute(state: State, number: number, { council, action }: Stored<Proposal>): void {
  if (action.kind === "parameters") {
    for (const change of action.changes)
      moveParameters.announceCouncilChange(state, { council, proposal: number, ...change });
    return;
  }
  const row = requireCouncil(state, council);
  const revision = row.revision + 1;
  charters.put(state, council, revision, action.charter);
  councils.put(state, council, { ...row, revision });
  state.emit(events.charterChanged({ council, revision, charter: action.charter }));
}
