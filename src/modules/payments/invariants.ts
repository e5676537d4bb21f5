// Promises of the module `payments`, checked by scanning.
import { bytesToHex } from "#src/crypto/hex.ts";
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as fx } from "#src/modules/fx/access.ts";
import { lockedFunds } from "./books.ts";
import { lockedOf } from "./locking.ts";
import { isOpen } from "./rules.ts";
import {
  expiries,
  lockedTotals,
  payeePayments,
  payerCounts,
  payerPayments,
  payments,
  removals,
  rowCounts,
} from "./tables.ts";

/** Each total is what open payments have locked, and the book holds exactly that. */
export const lockedEqualsPayments = defineInvariant(async ({ state }) => {
  const summed = new Map<string, bigint>();
  for await (const { value } of payments.scan(state)) {
    if (!isOpen(value.state)) continue;
    const { currency, amount } = lockedOf(value);
    summed.set(currency, (summed.get(currency) ?? 0n) + amount);
  }
  const listed = new Set(accounts.currencyCodes(state));
  return [...new Set([...listed, ...summed.keys()])].flatMap((currency) => {
    const sum = summed.get(currency) ?? 0n;
    const total = lockedTotals.get(state, currency) ?? 0n;
    const held = accounts.balance(state, currency, lockedFunds);
    return sum === total && held === total
      ? []
      : [`${currency}: payments lock ${sum}, the total says ${total}, the book holds ${held}`];
  });
});

/** Every payment is listed and counted with its payer and listed with its payee, and nothing else is. */
export const paymentsAreListed = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const counts = new Map<string, { open: number; rows: number }>();
  let all = 0;
  for await (const { parts, value } of payments.scan(state)) {
    const [uetr = ""] = parts;
    const { open, rows } = counts.get(value.payer) ?? { open: 0, rows: 0 };
    counts.set(value.payer, { open: open + (isOpen(value.state) ? 1 : 0), rows: rows + 1 });
    all += 1;
    if (!payerPayments.has(state, value.payer, uetr)) broken.push(`${uetr} is not listed with its payer`);
    if (!payeePayments.has(state, value.terms.payee, uetr)) broken.push(`${uetr} is not listed with its payee`);
  }
  for (const [name, table] of Object.entries({ payers: payerPayments, payees: payeePayments })) {
    let listed = 0;
    for await (const _ of table.scan(state)) listed += 1;
    if (listed !== all) broken.push(`${all} payments, and ${listed} listed with ${name}`);
  }
  for await (const { key, parts, value } of payerCounts.scan(state)) {
    const { open, rows } = counts.get(parts[0] ?? "") ?? { open: 0, rows: 0 };
    if (open !== value.open || rows !== value.rows) broken.push(`${key} counts ${value.open} of ${value.rows}`);
    counts.delete(parts[0] ?? "");
  }
  for (const account of counts.keys()) broken.push(`${account} has payments that nobody counts`);
  return all === (rowCounts.get(state) ?? 0) ? broken : [...broken, `${all} payments are counted as another number`];
});

/** Every open payment falls due at its expiry, and every closed one when its row goes, and no other one does then. */
export const paymentsFallDue = defineInvariant(async ({ state }) => {
  const expiring = new Set<string>();
  for await (const { value } of expiries.tables.entries.scan(state)) {
    expiring.add(`${bytesToHex(value.item)} ${value.dueMs}`);
  }
  const removing = new Map<string, number>();
  const broken: string[] = [];
  for await (const { key, value } of removals.tables.entries.scan(state)) {
    const uetr = bytesToHex(value.item);
    if (removing.has(uetr)) broken.push(`${key} removes a payment again`);
    removing.set(uetr, value.dueMs);
  }
  for await (const { key, parts, value } of payments.scan(state)) {
    const [uetr = ""] = parts;
    const isListed = isOpen(value.state)
      ? expiring.has(`${uetr} ${value.terms.expiresMs}`)
      : removing.get(uetr) === value.removesMs && removing.delete(uetr);
    if (!isListed) broken.push(`${key} never falls due`);
  }
  return [...broken, ...[...removing.keys()].map((uetr) => `${uetr} is to be removed, and is not closed`)];
});

/** Every open payment by a quote holds that quote alone, and every bound quote belongs to one open payment. */
export const quotesAreBoundOnce = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const bound = new Map<string, string>();
  for await (const { number, boundTo } of fx.bound(state)) bound.set(bytesToHex(boundTo), `quote ${number}`);
  for await (const { key, parts, value } of payments.scan(state)) {
    const { quote } = value.terms;
    if (!isOpen(value.state) || quote === undefined) continue;
    const [uetr = ""] = parts;
    if (bound.get(uetr) !== `quote ${quote}`) broken.push(`${key} does not hold quote ${quote}`);
    else bound.delete(uetr);
  }
  return [...broken, ...[...bound].map(([uetr, name]) => `${name} is bound to ${uetr}, which does not hold it`)];
});

/** No more was returned than was delivered, of settled payments alone; what was judged is what was settled. */
export const returnsStayWithinDelivery = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, value } of payments.scan(state)) {
    const { returned, destination, judged } = value;
    const isDelivered = value.state === "settled" || value.state === "returned";
    if (returned > (isDelivered ? destination.amount : 0n)) broken.push(`${key} has returned ${returned}`);
    if ((value.state === "returned") !== (returned === destination.amount))
      broken.push(`${key} is wrong about returns`);
    if (isDelivered !== (judged !== undefined)) broken.push(`${key} is wrong about its judgement`);
  }
  return broken;
});
