// Traffic of the module `governance`: councils that propose, vote, change their charters, and are sometimes refused.
import { type Charter, chartered, charterOf, governanceOf, type Proposal } from "../model/governance/book.ts";
import type { Draft, Traffic, World } from "../world.ts";
import { valueWithin } from "./parameters.ts";

/** Members who mostly can act, with voting times of which a run sees some end early and some late. */
function charter(world: World, kept: readonly { readonly account: string; readonly weight: number }[]): Charter {
  const { random } = world;
  const added = Array.from({ length: random.between(0, 2) }, () => ({
    account: random.percent(90) ? world.someone() : world.anybody(),
    weight: random.between(1, 4),
  }));
  const others = added.filter(({ account }) => random.percent(5) || !kept.some((each) => each.account === account));
  const members = [...kept, ...others].slice(0, 8);
  return {
    members: members.length > 0 ? members : [{ account: world.someone(), weight: 1 }],
    quorumBp: random.pick([3_334, 5_000, 6_000, 10_000]),
    approvalBp: random.pick([5_001, 6_667, 7_500, 10_000]),
    votingMs: random.pick([60_000, 3_600_000, 30 * 86_400_000, 90 * 86_400_000]),
  };
}

function foundCouncil(world: World): Draft | undefined {
  const actor = world.officer("governor");
  if (actor === undefined) return undefined;
  const council = world.random.percent(20) ? "applications" : `council-${"abcdefghij"[world.random.below(10)]}`;
  return { actor, content: { council, purpose: world.text(), ...charter(world, []) } };
}

/** A member of a council, mostly of the one that owns parameters, and seldom somebody else. */
function proposer(world: World): {
  readonly council: string;
  readonly actor: string;
  readonly members: Charter["members"];
} {
  const { random, model } = world;
  const { councils } = governanceOf(model);
  const council = random.percent(15) ? random.pick([...councils.keys(), "nobodys"]) : "applications";
  const found = councils.get(council);
  const members = found === undefined ? [] : chartered(found).members;
  const able = new Set(world.people());
  const member = random.pickMaybe(members.filter(({ account }) => able.has(account)))?.account;
  return { council, members, actor: member === undefined || random.percent(4) ? world.someone() : member };
}

/** Mostly what the council may decide, sometimes what belongs to others. */
function proposeChanges(world: World): Draft {
  const { random, model } = world;
  const { council, actor } = proposer(world);
  const own = model.settings.keys().filter((each) => model.settings.at(each).owner === "council:applications");
  const names = random.percent(4) ? [random.pick(model.settings.keys())] : random.some(own, 3);
  const twice = random.percent(3) ? [...names, ...names] : names;
  const changes = twice.map((parameter) => {
    const change = { parameter, value: valueWithin(world, parameter, model.settings.at(parameter)) };
    return random.percent(70) ? change : { ...change, fromHeight: model.height + random.between(0, 20) };
  });
  return { actor, content: { council, purpose: world.text(), changes } };
}

/** Whoever leads a council stays in it, so that a run does not lose the one that owns parameters. */
function proposeCharter(world: World): Draft {
  const { council, actor, members } = proposer(world);
  const kept = members.slice(0, world.random.between(2, 4));
  return { actor, content: { council, purpose: world.text(), ...charter(world, kept) } };
}

function someProposal(world: World): [number, Proposal] | undefined {
  const all = governanceOf(world.model).proposals.entries();
  const open = all.filter(([, { state }]) => state === "open");
  const due = open.filter(([, { endsMs }]) => endsMs <= world.timeMs);
  return world.random.pickMaybe(
    due.length > 0 && world.random.percent(25) ? due : open.length > 0 && world.random.percent(94) ? open : all,
  );
}

function castVote(world: World): Draft | undefined {
  const { random } = world;
  const [proposal, row] = someProposal(world) ?? [1, undefined];
  const able = new Set(world.people());
  const members = row === undefined ? [] : charterOf(world.model, row).members.map(({ account }) => account);
  const waiting = members.filter((account) => able.has(account) && !row?.ballots.has(account));
  const member = random.pickMaybe(random.percent(90) ? waiting : members.filter((account) => able.has(account)));
  const actor = member === undefined || random.percent(3) ? world.someone() : member;
  const choice = random.pick(["approve", "approve", "approve", "reject", "abstain"] as const);
  return { actor, content: { proposal, choice } };
}

function withdrawProposal(world: World): Draft | undefined {
  const [proposal, row] = someProposal(world) ?? [];
  if (proposal === undefined || row === undefined) return undefined;
  const actor = world.random.percent(70) && world.people().includes(row.proposer) ? row.proposer : world.someone();
  return { actor, content: { proposal } };
}

export const traffic: Traffic = {
  foundCouncil: { weight: 1, draft: foundCouncil },
  proposeChanges: { weight: 5, draft: proposeChanges },
  proposeCharter: { weight: 2, draft: proposeCharter },
  castVote: { weight: 14, draft: castVote },
  withdrawProposal: { weight: 3, draft: withdrawProposal },
};
