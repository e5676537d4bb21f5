// Promises of the module `exchange-pools`, checked by scanning.
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { poolReserves } from "./books.ts";
import { lockedShares } from "./rules.ts";
import { corridorPools, pools, reserveTotals, shares } from "./tables.ts";

/** Each total is what the pools have of a currency, and the book holds exactly that. */
export const bookEqualsReserves = defineInvariant(async ({ state }) => {
  const summed = new Map<string, bigint>();
  for await (const { value } of pools.scan(state)) {
    for (const { currency, amount } of value.reserves) summed.set(currency, (summed.get(currency) ?? 0n) + amount);
  }
  const listed = new Set([...accounts.currencyCodes(state), ...summed.keys()]);
  return [...listed].flatMap((currency) => {
    const sum = summed.get(currency) ?? 0n;
    const total = reserveTotals.get(state, currency) ?? 0n;
    const held = accounts.balance(state, currency, poolReserves);
    return sum === total && held === total
      ? []
      : [`${currency}: pools have ${sum}, the total says ${total}, the book holds ${held}`];
  });
});

/** All shares of a pool are those of its owners and the locked ones; it has some of each currency, or no shares and nothing. */
export const sharesAddUp = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const owned = new Map<number, bigint>();
  for await (const { parts, value } of shares.scan(state)) {
    const pool = Number(parts[0]);
    owned.set(pool, (owned.get(pool) ?? 0n) + value);
  }
  for await (const { key, parts, value: pool } of pools.scan(state)) {
    const sum = owned.get(Number(parts[0])) ?? 0n;
    owned.delete(Number(parts[0]));
    const wanted = sum === 0n ? 0n : sum + lockedShares;
    if (pool.shares !== wanted) broken.push(`${key} has ${pool.shares} shares, its owners ${sum}`);
    const isSound = pool.reserves.every(({ amount }) => amount > 0n === pool.shares > 0n);
    if (!isSound) broken.push(`${key} has shares of nothing, or money of nobody`);
  }
  return [...broken, ...[...owned.keys()].map((pool) => `there are shares of ${pool}, which is no pool`)];
});

/** Every pool is listed in its corridor once, in rising order, and no other pool of its corridor has its currencies. */
export const corridorsListPools = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const listed = new Map<number, string>();
  for await (const { key, parts, value } of corridorPools.scan(state)) {
    if (value.some((pool, at) => at > 0 && (value[at - 1] ?? 0) >= pool)) broken.push(`${key} is out of order`);
    for (const pool of value) listed.set(pool, parts[0] ?? "");
  }
  const sets = new Set<string>();
  for await (const { key, parts, value } of pools.scan(state)) {
    if (listed.get(Number(parts[0])) !== value.corridor) broken.push(`${key} is not listed in its corridor`);
    listed.delete(Number(parts[0]));
    const set = `${value.corridor} ${value.reserves.map(({ currency }) => currency).join()}`;
    if (sets.has(set)) broken.push(`${key} is the second pool of ${set}`);
    sets.add(set);
  }
  return [...broken, ...[...listed.keys()].map((pool) => `${pool} is listed and no pool`)];
});
