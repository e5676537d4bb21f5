// Promises of the module `reserve-pool`, checked by scanning.
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { collateralBook } from "./books.ts";
import { allowanceOf } from "./rules.ts";
import { collaterals, draws, dues, members, pools, proposedCounts, requests } from "./tables.ts";

/** The book holds what open requests and draws have left, and the totals say the same. */
export const collateralEqualsDraws = defineInvariant(async ({ state }) => {
  const sums = new Map<string, bigint>();
  const add = (pool: number, drawer: string, amount: bigint) => {
    const currency = members.get(state, pool, drawer)?.currency ?? "nobody";
    sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  };
  for await (const { parts, value } of requests.scan(state)) add(Number(parts[0]), parts[1] ?? "", value.collateral);
  for await (const { parts, value } of draws.scan(state)) add(Number(parts[0]), value.drawer, value.collateral);
  return [...accounts.currencyCodes(state), "nobody"].flatMap((currency) => {
    const sum = sums.get(currency) ?? 0n;
    const total = collaterals.get(state, currency) ?? 0n;
    const held = accounts.balance(state, currency, collateralBook);
    const isEqual = total === sum && held === sum;
    return isEqual ? [] : [`${currency}: draws say ${sum}, the total ${total}, the book ${held}`];
  });
});

/** What members have lent and drawn is what open draws say, within quotas and maxima; each draw is its claims. */
export const membersEqualDraws = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const lent = new Map<string, bigint>();
  const drawn = new Map<string, bigint>();
  const count = new Map<string, number>();
  const add = (sums: Map<string, bigint>, of: string, amount: bigint) => sums.set(of, (sums.get(of) ?? 0n) + amount);
  for await (const { key, parts, value } of draws.scan(state)) {
    const pool = Number(parts[0]);
    add(drawn, `${pool}/${value.drawer}`, value.amount);
    count.set(`${pool}/${value.drawer}`, (count.get(`${pool}/${value.drawer}`) ?? 0) + 1);
    let claimed = 0n;
    for (const { centralBank, amount } of value.claims) {
      claimed += amount;
      add(lent, `${pool}/${centralBank}`, amount);
    }
    if (claimed !== value.amount) broken.push(`${key}: its claims are ${claimed} of ${value.amount}`);
  }
  for await (const { key, parts, value } of members.scan(state)) {
    const of = `${Number(parts[0])}/${parts[1]}`;
    const pool = pools.get(state, Number(parts[0]));
    if (value.lent !== (lent.get(of) ?? 0n) || value.drawn !== (drawn.get(of) ?? 0n)) broken.push(`${key} has drifted`);
    if (value.openDraws !== (count.get(of) ?? 0)) broken.push(`${key} counts ${value.openDraws} draws`);
    if (value.lent > value.quota) broken.push(`${key} has lent more than its quota`);
    if (pool === undefined) broken.push(`${key} has no pool`);
    else if (value.drawn > allowanceOf(value, pool.terms).most) broken.push(`${key} has drawn beyond its maximum`);
    lent.delete(of);
    drawn.delete(of);
  }
  return [...broken, ...[...lent.keys(), ...drawn.keys()].map((of) => `${of} is in draws and no member`)];
});

/** Pools count their members, their requests, and those of who proposed them. */
export const poolsCountMembers = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const proposed = new Map<string, number>();
  for await (const { key, parts, value } of pools.scan(state)) {
    const pool = Number(parts[0]);
    proposed.set(value.proposer, (proposed.get(value.proposer) ?? 0) + 1);
    let [joined, asked] = [0, 0];
    for await (const _ of members.scan(state, { within: [pool] })) joined += 1;
    for await (const _ of requests.scan(state, { within: [pool] })) asked += 1;
    if (joined !== value.joined || asked !== value.openRequests) broken.push(`${key} has ${joined} and ${asked}`);
    if (value.status === "open" && joined < 2) broken.push(`${key} is open for one`);
  }
  for await (const { key, parts, value } of proposedCounts.scan(state)) {
    if (proposed.get(parts[0] ?? "") !== value) broken.push(`${key} says ${value}`);
    proposed.delete(parts[0] ?? "");
  }
  return [...broken, ...[...proposed.keys()].map((account) => `${account} has proposed and is not counted`)];
});

/** Every request waits for the end of its vote, and every draw for the end of its grace. */
export const openDrawsFallDue = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const waiting = new Set<string>();
  for await (const { value } of dues.tables.entries.scan(state)) {
    const { pool, drawer, draw } = value.item;
    waiting.add(`${pool} ${draw ?? drawer} ${value.dueMs}`);
  }
  for await (const { key, parts, value } of requests.scan(state)) {
    if (!waiting.has(`${Number(parts[0])} ${parts[1]} ${value.closesMs}`)) broken.push(`${key} never lapses`);
  }
  for await (const { key, parts, value } of draws.scan(state)) {
    const of = `${Number(parts[0])} ${Number(parts[1])}`;
    if (!waiting.has(`${of} ${value.graceEndsMs}`)) broken.push(`${key} is never divided`);
  }
  return broken;
});
