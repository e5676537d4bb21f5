// What the module `governance` must do: councils, proposals, votes, and what passed votes bring about.
import { judgeHolder } from "./accounts/book.ts";
import { judgeRole } from "./authority/book.ts";
import {
  type Action,
  type Change,
  type Charter,
  type Choice,
  chartered,
  charterOf,
  governanceOf,
  type Proposal,
} from "./governance/book.ts";
import { Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { announce } from "./parameters/book.ts";

function judgeCharter(model: Model, { members }: Charter, grounds: Grounds): void {
  grounds.when(new Set(members.map(({ account }) => account)).size < members.length, "governance/memberTwice");
  for (const { account } of members) judgeHolder(model, account, grounds);
}

type Founding = Charter & { readonly council: string; readonly purpose: string };

function found(model: Model, { council, purpose, ...charter }: Founding): void {
  governanceOf(model).councils.set(council, { purpose, foundedMs: model.timeMs, charters: [charter] });
}

const foundCouncil = modelMessage<Founding>({
  judge(model, actor, { council, ...charter }, grounds) {
    judgeRole(model, actor, ["governor"], grounds);
    grounds.when(governanceOf(model).councils.has(council), "governance/councilExists");
    judgeCharter(model, charter, grounds);
  },
  apply: (model, _actor, founding) => found(model, founding),
});

/** Whether the council could do this now, under the charter with this number. */
function judgeAction(model: Model, council: string, revision: number, action: Action, grounds: Grounds): void {
  if (action.kind === "charter") {
    const { charters } = governanceOf(model).councils.at(council);
    if (grounds.when(charters.length !== revision, "governance/charterReplaced")) return;
    judgeCharter(model, action.charter, grounds);
    return;
  }
  const names = action.changes.map(({ parameter }) => parameter);
  grounds.when(new Set(names).size < names.length, "governance/parameterTwice");
  for (const { parameter, value } of action.changes) {
    const setting = model.settings.get(parameter);
    if (setting === undefined) {
      grounds.when(true, "parameters/unknownParameter");
      continue;
    }
    grounds.when(setting.owner !== `council:${council}`, "parameters/ownedByOthers");
    grounds.when(value < setting.least || value > setting.most, "parameters/valueOutOfRange");
  }
}

const openMost = 4;

interface Opening {
  readonly council: string;
  readonly purpose: string;
  readonly action: Action;
}

function judgeOpening(model: Model, actor: string, { council: name, action }: Opening, grounds: Grounds): void {
  const { councils, proposals } = governanceOf(model);
  const council = councils.get(name);
  if (grounds.when(council === undefined, "governance/unknownCouncil") || council === undefined) return;
  const isMember = chartered(council).members.some(({ account }) => account === actor);
  grounds.when(!isMember, "governance/notMember");
  judgeAction(model, name, council.charters.length, action, grounds);
  const own = proposals.values().filter((each) => each.council === name && each.proposer === actor);
  grounds.when(own.filter(({ state }) => state === "open").length >= openMost, "governance/tooManyOpen");
}

function open(model: Model, proposer: string, opening: Opening) {
  const { councils, proposals, due } = governanceOf(model);
  const council = councils.at(opening.council);
  const endsMs = model.timeMs + chartered(council).votingMs;
  const proposal = proposals.keys().length + 1;
  const times = { openedMs: model.timeMs, endsMs };
  const ballots = new Map<string, Choice>();
  const revision = council.charters.length;
  proposals.set(proposal, { ...opening, revision, proposer, ...times, state: "open", ballots });
  due.value = [...due.value, proposal];
  return { proposal, endsMs };
}

type Changing = Pick<Opening, "council" | "purpose"> & { readonly changes: readonly Change[] };

const changing = ({ changes, ...of }: Changing): Opening => ({ ...of, action: { kind: "parameters", changes } });
const chartering = ({ council, purpose, ...charter }: Founding): Opening => ({
  council,
  purpose,
  action: { kind: "charter", charter },
});

const proposeChanges = modelMessage<Changing>({
  judge: (model, actor, content, grounds) => judgeOpening(model, actor, changing(content), grounds),
  apply: (model, actor, content) => open(model, actor, changing(content)),
});

const proposeCharter = modelMessage<Founding>({
  judge: (model, actor, content, grounds) => judgeOpening(model, actor, chartering(content), grounds),
  apply: (model, actor, content) => open(model, actor, chartering(content)),
});

function weightOf({ members }: Charter, member: string): number {
  return members.find(({ account }) => account === member)?.weight ?? 0;
}

function talliedBy(charter: Charter, { ballots }: Proposal): Record<Choice, number> {
  const tally = { approve: 0, reject: 0, abstain: 0 };
  for (const [member, choice] of ballots) tally[choice] += weightOf(charter, member);
  return tally;
}

/** In exact fractions of all that there is: weights are small. */
function counted(charter: Charter, { approve, reject, abstain }: Record<Choice, number>) {
  const total = charter.members.reduce((sum, { weight }) => sum + weight, 0);
  const passes = (yes: number, no: number) => yes > 0 && yes * (10_000 - charter.approvalBp) >= no * charter.approvalBp;
  const left = total - approve - reject - abstain;
  return {
    isQuorate: (total - left) * 10_000 >= total * charter.quorumBp,
    isFor: passes(approve, reject),
    isSettled: passes(approve, reject + left) || !passes(approve + left, reject),
  };
}

/** The first ground on which what was passed is refused. */
function failureOf(model: Model, { council, revision, action }: Proposal): string | undefined {
  const grounds = new Grounds();
  judgeAction(model, council, revision, action, grounds);
  return grounds.list()[0];
}

function conclude(model: Model, number: number): void {
  const { councils, proposals } = governanceOf(model);
  const proposal = proposals.at(number);
  const charter = charterOf(model, proposal);
  const { isQuorate, isFor } = counted(charter, talliedBy(charter, proposal));
  const failure = isQuorate && isFor ? failureOf(model, proposal) : undefined;
  const outcome = !isQuorate ? "lapsed" : !isFor ? "rejected" : failure === undefined ? "passed" : "failed";
  const reason = failure === undefined ? {} : { failure };
  proposals.set(number, { ...proposal, state: outcome, closedMs: model.timeMs, ...reason });
  if (outcome !== "passed") return;
  const { council: name, action } = proposal;
  if (action.kind === "charter") {
    const council = councils.at(name);
    councils.set(name, { ...council, charters: [...council.charters, action.charter] });
    return;
  }
  for (const { parameter, value, fromHeight = 0 } of action.changes) {
    const earliest = model.height + model.settings.at(parameter).noticeBlocks;
    const by = { kind: "proposal", council: name, proposal: number } as const;
    announce(model, parameter, { value, fromHeight: fromHeight > earliest ? fromHeight : earliest, by });
  }
}

/** The proposal, if it can be voted on; notes why not. */
function judgeOpen(model: Model, number: number, grounds: Grounds): Proposal | undefined {
  const proposal = governanceOf(model).proposals.get(number);
  if (grounds.when(proposal === undefined, "governance/unknownProposal") || proposal === undefined) return undefined;
  if (grounds.when(proposal.state !== "open", "governance/proposalClosed")) return undefined;
  grounds.when(model.timeMs >= proposal.endsMs, "governance/votingEnded");
  return proposal;
}

const castVote = modelMessage<{ readonly proposal: number; readonly choice: Choice }>({
  judge(model, actor, { proposal: number }, grounds) {
    const proposal = judgeOpen(model, number, grounds);
    if (proposal === undefined) return;
    grounds.when(weightOf(charterOf(model, proposal), actor) === 0, "governance/notMember");
    grounds.when(proposal.ballots.has(actor), "governance/alreadyVoted");
  },
  apply(model, actor, { proposal: number, choice }) {
    const { proposals } = governanceOf(model);
    const before = proposals.at(number);
    const proposal = { ...before, ballots: new Map([...before.ballots, [actor, choice] as const]) };
    proposals.set(number, proposal);
    const charter = charterOf(model, proposal);
    const { isQuorate, isSettled } = counted(charter, talliedBy(charter, proposal));
    if (isQuorate && isSettled) conclude(model, number);
    return { state: proposals.at(number).state };
  },
});

const withdrawProposal = modelMessage<{ readonly proposal: number }>({
  judge(model, actor, { proposal: number }, grounds) {
    const proposal = judgeOpen(model, number, grounds);
    if (proposal !== undefined) grounds.when(proposal.proposer !== actor, "governance/notProposer");
  },
  apply(model, _actor, { proposal: number }) {
    const { proposals } = governanceOf(model);
    proposals.set(number, { ...proposals.at(number), state: "withdrawn", closedMs: model.timeMs });
  },
});

const closedMost = 64;

/** Votes that are over, the earliest end first, and the earlier proposal first where two end together. */
function end(model: Model): void {
  const { proposals, due } = governanceOf(model);
  const over = due.value
    .filter((number) => proposals.at(number).endsMs <= model.timeMs)
    .sort((left, right) => proposals.at(left).endsMs - proposals.at(right).endsMs || left - right)
    .slice(0, closedMost);
  if (over.length === 0) return;
  due.value = due.value.filter((number) => !over.includes(number));
  for (const number of over) if (proposals.at(number).state === "open") conclude(model, number);
}

const padded = (number: number) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: { foundCouncil, proposeChanges, proposeCharter, castVote, withdrawProposal },
  start(model, part) {
    for (const founding of (part as { readonly councils: readonly Founding[] }).councils) found(model, founding);
  },
  end,
  *moments(model) {
    const { proposals } = governanceOf(model);
    for (const { state, endsMs } of proposals.values()) if (state === "open") yield endsMs;
  },
  /** A heap may hold its entries in several orders. */
  unordered: ["governance/deadline/entry/"],
  *rows(model) {
    const { councils, proposals, due } = governanceOf(model);
    for (const [name, { charters, ...council }] of councils.entries()) {
      yield [`governance/council/${name}`, { ...council, revision: charters.length }];
      for (const [at, charter] of charters.entries()) yield [`governance/charter/${name}/${padded(at + 1)}`, charter];
    }
    const open = new Map<string, number>();
    for (const [number, proposal] of proposals.entries()) {
      const { ballots, ...row } = proposal;
      const charter = charterOf(model, proposal);
      yield [`governance/proposal/${padded(number)}`, { ...row, tally: talliedBy(charter, proposal) }];
      yield [`governance/listed/${row.council}/${row.state}/${padded(number)}`, {}];
      for (const [member, choice] of ballots)
        yield [`governance/vote/${padded(number)}/${member}`, { choice, weight: weightOf(charter, member) }];
      const key = `governance/open/${row.council}/${row.proposer}`;
      if (row.state === "open") open.set(key, (open.get(key) ?? 0) + 1);
    }
    yield* open;
    const given = proposals.keys().length;
    if (given === 0) return;
    yield ["governance/next-proposal", given + 1];
    yield ["governance/deadline/size", { size: due.value.length, sequence: given }];
    for (const [at, item] of due.value.entries()) {
      const entry = { dueMs: proposals.at(item).endsMs, sequence: item - 1, item };
      yield [`governance/deadline/entry/${padded(at)}`, entry];
    }
  },
};
