// Promises of the module `fx`, checked by scanning.
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { reservedFunds } from "./books.ts";
import { expiries, markets, quotes, rates, reservedTotals, takenCounts } from "./tables.ts";

/** Each total is what open quotes have set aside, and the book holds exactly that. */
export const reservedEqualsQuotes = defineInvariant(async ({ state }) => {
  const summed = new Map<string, bigint>();
  for await (const { value } of quotes.scan(state)) {
    for (const { delivered } of value.hops) {
      summed.set(delivered.currency, (summed.get(delivered.currency) ?? 0n) + delivered.amount);
    }
  }
  const listed = new Set(accounts.currencyCodes(state));
  return [...new Set([...listed, ...summed.keys()])].flatMap((currency) => {
    const sum = summed.get(currency) ?? 0n;
    const total = reservedTotals.get(state, currency) ?? 0n;
    const held = accounts.balance(state, currency, reservedFunds);
    return sum === total && held === total
      ? []
      : [`${currency}: quotes set ${sum} aside, the total says ${total}, the book holds ${held}`];
  });
});

/** Every provider of a market has a rate, every rate is found in its market, and providers are in order. */
export const marketsListRates = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  let listed = 0;
  for await (const { key, parts, value } of markets.scan(state)) {
    const [base = "", quote = ""] = parts;
    listed += value.length;
    if (value.some((provider, at) => at > 0 && (value[at - 1] ?? "") >= provider))
      broken.push(`${key} is out of order`);
    for (const provider of value) {
      if (!rates.has(state, base, quote, provider)) broken.push(`${key} lists ${provider}, who has no rate`);
    }
  }
  let count = 0;
  for await (const _ of rates.scan(state)) count += 1;
  return count === listed ? broken : [...broken, `${count} rates, and ${listed} of them in markets`];
});

/** Every open quote delivers something and is counted with its taker; what no payment decides about falls due at its expiry. */
export const openQuotesFallDue = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const due = new Map<number, number>();
  for await (const { value } of expiries.tables.entries.scan(state)) due.set(value.item, value.dueMs);
  const taken = new Map<string, number>();
  for await (const { key, parts, value } of quotes.scan(state)) {
    if (value.hops.some(({ delivered }) => delivered.amount === 0n)) broken.push(`${key} delivers nothing`);
    taken.set(value.payer, (taken.get(value.payer) ?? 0) + 1);
    if (value.boundTo !== undefined) continue;
    if (due.get(Number(parts[0])) !== value.expiresMs) broken.push(`${key} does not fall due when it expires`);
  }
  for await (const { key, parts, value } of takenCounts.scan(state)) {
    if (taken.get(parts[0] ?? "") !== value) broken.push(`${key} counts ${value} quotes`);
    taken.delete(parts[0] ?? "");
  }
  return [...broken, ...[...taken.keys()].map((account) => `${account} has taken quotes that nobody counts`)];
});
