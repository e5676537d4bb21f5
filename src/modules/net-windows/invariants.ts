// Promises of the module `net-windows`, checked by scanning.
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { StateScanner, Stored } from "#src/state/view.ts";
import { collateralBook } from "./books.ts";
import { capOf } from "./membership.ts";
import { shareOf, totalDebit, uncoveredOf } from "./rules.ts";
import type { Member } from "./schemas.ts";
import { debts, dues, members, rosters, schemes, windows } from "./tables.ts";

async function membersOf(state: StateScanner, scheme: number) {
  const found = new Map<string, Stored<Member>>();
  for await (const { parts, value } of members.scan(state, { within: [scheme] })) found.set(parts[1] ?? "", value);
  return found;
}

/** The book holds what members have left as collateral, and nothing else. */
export const collateralEqualsMembers = defineInvariant(async ({ state }) => {
  const sums = new Map<string, bigint>();
  for await (const { parts, value } of schemes.scan(state)) {
    for (const { collateral } of (await membersOf(state, Number(parts[0]))).values()) {
      sums.set(value.currency, (sums.get(value.currency) ?? 0n) + collateral);
    }
  }
  return accounts.currencyCodes(state).flatMap((currency) => {
    const [sum, held] = [sums.get(currency) ?? 0n, accounts.balance(state, currency, collateralBook)];
    return sum === held ? [] : [`${currency}: members left ${sum}, and the book holds ${held}`];
  });
});

/** What is received in a window is what is paid in it; only a window that is there has positions. */
export const positionsSumToZero = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts, value: scheme } of schemes.scan(state)) {
    const all = [...(await membersOf(state, Number(parts[0]))).values()];
    for (const [name, window] of [
      ["openPosition", scheme.open],
      ["closedPosition", scheme.closed],
    ] as const) {
      const sum = all.reduce((total, member) => total + member[name], 0n);
      if (sum !== 0n) broken.push(`${key}: the sum of each ${name} is ${sum}`);
      if (window === undefined && all.some((member) => member[name] !== 0n))
        broken.push(`${key}: ${name} of no window`);
    }
  }
  return broken;
});

/** Nobody's debit is beyond its caps, and debits beyond collateral are no more than what others bear. */
export const debitsAreCovered = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts, value: scheme } of schemes.scan(state)) {
    const all = await membersOf(state, Number(parts[0]));
    let [uncovered, shares, standingBy] = [0n, 0n, 0n];
    for (const [account, member] of all) {
      if (totalDebit(member) > capOf(member)) broken.push(`${key}: ${account} is beyond its cap`);
      uncovered += uncoveredOf(member);
      if (member.status === "active") shares += shareOf(member);
      if (member.status === "leaving") standingBy += shareOf(member);
    }
    if (uncovered !== scheme.uncovered || shares !== scheme.shares) broken.push(`${key}: its totals have drifted`);
    if (uncovered > shares + standingBy) broken.push(`${key}: ${uncovered} is uncovered, of which ${shares} is borne`);
  }
  return broken;
});

/** Each roster names the members, each once; who is suspended owes, and nobody else; claims sum to debts. */
export const rostersNameMembers = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts } of schemes.scan(state)) {
    const number = Number(parts[0]);
    const all = await membersOf(state, number);
    const roster = rosters.get(state, number) ?? [];
    if (new Set(roster).size !== roster.length || roster.length !== all.size || !roster.every((one) => all.has(one))) {
      broken.push(`${key}: the roster does not name the members`);
    }
    const owing = new Set<string>();
    for await (const { parts: named, value } of debts.scan(state, { within: [number] })) {
      owing.add(named[1] ?? "");
      const sum = value.claims.reduce((total, { amount }) => total + amount, 0n);
      if (sum !== value.amount) broken.push(`${key}: claims on ${named[1]} are ${sum}, and its debt ${value.amount}`);
    }
    for (const [account, { status }] of all) {
      if ((status === "suspended") !== owing.delete(account)) broken.push(`${key}: ${account} is ${status}`);
    }
    if (owing.size > 0) broken.push(`${key}: one who is no member owes`);
  }
  return broken;
});

/** Every open window waits to be closed and every closed one to be settled, at a time that comes. */
export const liveWindowsFallDue = defineInvariant(async ({ state }) => {
  const waiting = new Set<string>();
  for await (const { value } of dues.tables.entries.scan(state)) {
    const { scheme, window, kind } = value.item;
    waiting.add(`${scheme}/${window}/${kind}`);
  }
  const broken: string[] = [];
  for await (const { key, parts, value } of windows.scan(state)) {
    const [scheme, window] = parts.map(Number);
    const kind = value.status === "open" ? "close" : "settlement";
    if (value.status !== "settled" && !waiting.has(`${scheme}/${window}/${kind}`))
      broken.push(`${key} never falls due`);
  }
  return broken;
});
