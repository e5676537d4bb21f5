// Promises of the module `settlement`.
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { lockedFunds } from "./books.ts";
import { expiries, lockedTotals, locks, nextLocks, payeeLocks, payerLocks } from "./tables.ts";

/** The total of each currency is the sum of its open locks. */
export const lockedTotalsEqualLocks = defineInvariant(async ({ state }) => {
  const sums = new Map<string, bigint>();
  for await (const { value } of locks.scan(state))
    sums.set(value.currency, (sums.get(value.currency) ?? 0n) + value.amount);
  const broken: string[] = [];
  for await (const { parts, value: total } of lockedTotals.scan(state)) {
    const currency = parts[0] ?? "";
    const sum = sums.get(currency) ?? 0n;
    if (sum !== total) broken.push(`${currency}: locks of ${sum}, but a total of ${total}`);
    sums.delete(currency);
  }
  for (const [currency, sum] of sums) broken.push(`${currency}: locks of ${sum}, but no total`);
  return broken;
});

/** The book of locked money holds exactly what is locked, in every currency. */
export const lockedFundsEqualTotals = defineInvariant(async ({ state }) =>
  accounts.currencyCodes(state).flatMap((currency) => {
    const total = lockedTotals.get(state, currency) ?? 0n;
    const held = accounts.balance(state, currency, lockedFunds);
    return held === total ? [] : [`${currency}: the book holds ${held}, but ${total} is locked`];
  }),
);

/** Every open lock is listed under its payer and its payee, and nothing else is. */
export const locksAreListed = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  let openCount = 0;
  for await (const { parts, value } of locks.scan(state)) {
    const number = Number(parts[0]);
    openCount += 1;
    if (!payerLocks.has(state, value.payer, number)) broken.push(`lock ${number} is not listed under its payer`);
    if (!payeeLocks.has(state, value.payee, number)) broken.push(`lock ${number} is not listed under its payee`);
    if (number >= (nextLocks.get(state) ?? 1)) broken.push(`lock ${number} has a number that was not given out`);
  }
  let payerCount = 0;
  for await (const _ of payerLocks.scan(state)) payerCount += 1;
  let payeeCount = 0;
  for await (const _ of payeeLocks.scan(state)) payeeCount += 1;
  if (payerCount !== openCount) broken.push(`${openCount} locks, but ${payerCount} listed under payers`);
  if (payeeCount !== openCount) broken.push(`${openCount} locks, but ${payeeCount} listed under payees`);
  return broken;
});

/** Every open lock falls due at its expiry. */
export const openLocksFallDue = defineInvariant(async ({ state }) => {
  const dueMs = new Map<number, number>();
  for await (const { value } of expiries.tables.entries.scan(state)) dueMs.set(value.item, value.dueMs);
  const broken: string[] = [];
  for await (const { parts, value } of locks.scan(state)) {
    const number = Number(parts[0]);
    if (dueMs.get(number) !== value.expiresMs) broken.push(`lock ${number} never falls due`);
  }
  return broken;
});
