// Promises of the module `governance`.

import type { Account } from "#src/core/account.ts";
import { defineInvariant } from "#src/machine/invariant.ts";
import { parameterValues } from "#src/machine/parameter.ts";
import type { Tally } from "./schemas.ts";
import { charters, councils, deadlines, listed, nextProposals, openCounts, proposals, votes } from "./tables.ts";

/** Every council has the charter of its revision and of all before, and no charter names an account twice. */
export const charterOfEveryRevision = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  let expected = 0;
  for await (const { parts, value } of councils.scan(state)) {
    const [council = ""] = parts;
    expected += value.revision;
    for (let revision = 1; revision <= value.revision; revision += 1) {
      if (!charters.has(state, council, revision)) broken.push(`${council}: no charter ${revision}`);
    }
  }
  let found = 0;
  for await (const { parts, value } of charters.scan(state)) {
    found += 1;
    const accounts = new Set(value.members.map(({ account }) => account));
    if (accounts.size !== value.members.length)
      broken.push(`${parts[0]}: charter ${Number(parts[1])} names a member twice`);
  }
  if (found !== expected) broken.push(`${expected} charters in force or replaced, but ${found} kept`);
  return broken;
});

/** Each tally is the sum of its votes, and each vote weighs what the charter of the proposal's opening says. */
export const talliesEqualVotes = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const sums = new Map<number, Tally>();
  for await (const { parts, value } of votes.scan(state)) {
    const [number, member] = [Number(parts[0]), parts[1] as Account];
    const sum = sums.get(number) ?? { approve: 0, reject: 0, abstain: 0 };
    sums.set(number, { ...sum, [value.choice]: sum[value.choice] + value.weight });
    const proposal = proposals.get(state, number);
    const charter = proposal && charters.get(state, proposal.council, proposal.revision);
    const weight = charter?.members.find(({ account }) => account === member)?.weight;
    if (weight !== value.weight)
      broken.push(`proposal ${number}: ${member} voted with ${value.weight} instead of ${weight}`);
  }
  for await (const { parts, value } of proposals.scan(state)) {
    const number = Number(parts[0]);
    const { approve, reject, abstain } = sums.get(number) ?? { approve: 0, reject: 0, abstain: 0 };
    const { tally } = value;
    if (approve !== tally.approve || reject !== tally.reject || abstain !== tally.abstain)
      broken.push(`proposal ${number}: its tally is not the sum of its votes`);
  }
  return broken;
});

/** Every proposal is listed under its state alone, and members have as many open ones as are counted. */
export const proposalsAreListed = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const open = new Map<string, number>();
  let count = 0;
  for await (const { parts, value } of proposals.scan(state)) {
    const number = Number(parts[0]);
    count += 1;
    if (!listed.has(state, value.council, value.state, number))
      broken.push(`proposal ${number} is not listed as ${value.state}`);
    const key = `${value.council}/${value.proposer}`;
    if (value.state === "open") open.set(key, (open.get(key) ?? 0) + 1);
  }
  let listings = 0;
  for await (const _ of listed.scan(state)) listings += 1;
  if (listings !== count) broken.push(`${count} proposals, but ${listings} listed`);
  if (count !== (nextProposals.get(state) ?? 1) - 1) broken.push(`${count} proposals, but other numbers given out`);
  for await (const { parts, value } of openCounts.scan(state)) {
    const key = parts.join("/");
    if (open.get(key) !== value) broken.push(`${key}: ${open.get(key) ?? 0} open proposals, but a count of ${value}`);
    open.delete(key);
  }
  for (const [key, number] of open) broken.push(`${key}: ${number} open proposals, but no count`);
  return broken;
});

/** Every open proposal falls due when its vote ends. */
export const openProposalsFallDue = defineInvariant(async ({ state }) => {
  const dueMs = new Map<number, number>();
  for await (const { value } of deadlines.tables.entries.scan(state)) dueMs.set(value.item, value.dueMs);
  const broken: string[] = [];
  for await (const { parts, value } of proposals.scan(state)) {
    const number = Number(parts[0]);
    if (value.state === "open" && dueMs.get(number) !== value.endsMs) broken.push(`proposal ${number} never falls due`);
  }
  return broken;
});

/** What is announced in a council's name was passed by it: the proposal says so, with this parameter and value. */
export const votedChangesPassed = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { parts, value: row } of parameterValues.scan(state)) {
    const by = row.next?.by;
    if (by?.kind !== "proposal") continue;
    const { council, state: outcome, action } = proposals.get(state, by.proposal) ?? {};
    const isIn = action?.kind === "parameters" && action.changes.some(({ parameter }) => parameter === parts[0]);
    if (council !== by.council || outcome !== "passed" || !isIn)
      broken.push(`${parts[0]}: announced by proposal ${by.proposal}, which did not pass it`);
  }
  return broken;
});
