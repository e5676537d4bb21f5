// Promises of the module `bank-gateway`, checked by scanning.
import type { Account } from "#src/core/account.ts";
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts, watch } from "#src/modules/accounts/access.ts";
import { redemptionsBook } from "./books.ts";
import { channels, dues, links, offers, positions, receipts, requests, waiting } from "./tables.ts";

/** What was made and not destroyed again is covered by reserves, and both are what banks pledged less what they were paid. */
export const pledgesCoverIssues = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts, value } of channels.scan(state)) {
    const { reserves, outstanding } = value;
    let [pledged, received] = [0n, 0n];
    for await (const { value: position } of positions.scan(state, { within: [parts[0] ?? ""] })) {
      pledged += position.pledged - position.paidOut;
    }
    for await (const { value: receipt } of receipts.scan(state, { within: [parts[0] ?? ""] })) {
      received += receipt.kind === "issuance" ? receipt.amount : -receipt.amount;
    }
    if (reserves < outstanding) broken.push(`${key} has reserves of ${reserves} for ${outstanding}`);
    if (reserves !== pledged) broken.push(`${key} has reserves of ${reserves}, and banks pledged ${pledged}`);
    if (outstanding !== received) broken.push(`${key} has made ${outstanding}, and receipts say ${received}`);
  }
  return broken;
});

/** The book holds what redemptions handed in that have not ended, and the channel's sum and the banks' counts say the same. */
export const bookEqualsRedemptions = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const counts = new Map<string, number>();
  const sums = new Map<string, bigint>();
  for await (const { key, parts, value } of channels.scan(state)) {
    const currency = parts[0] ?? "";
    let held = 0n;
    for await (const { value: request } of requests.scan(state, { within: [currency] })) {
      const of = `${currency}/${request.bank}`;
      if (request.kind === "redemption") {
        held += request.amount;
        sums.set(of, (sums.get(of) ?? 0n) + request.amount);
      }
      counts.set(of, (counts.get(of) ?? 0) + 1);
    }
    const inBook = accounts.balance(state, currency, redemptionsBook);
    if (value.redeeming !== held || inBook !== held) {
      broken.push(`${key}: requests hold ${held}, the channel says ${value.redeeming}, the book ${inBook}`);
    }
    if (value.redeeming > value.reserves) broken.push(`${key}: more is being redeemed than there are reserves`);
  }
  for await (const { key, parts, value } of positions.scan(state)) {
    const found = counts.get(parts.join("/")) ?? 0;
    if (found !== value.openRequests) broken.push(`${key} has ${found} requests, and says ${value.openRequests}`);
    const redeeming = sums.get(parts.join("/")) ?? 0n;
    if (redeeming !== value.redeeming) broken.push(`${key} redeems ${redeeming}, and says ${value.redeeming}`);
    counts.delete(parts.join("/"));
  }
  return [...broken, ...[...counts.keys()].map((key) => `${key} has requests and no position`)];
});

/** Whatever can expire waits for its end, and what waits for the throttle stands in its line. */
export const requestsEnd = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const [due, inLine] = [new Set<string>(), new Set<string>()];
  for await (const { value } of dues.tables.entries.scan(state)) {
    due.add(`${value.item.currency} ${value.item.request} ${value.dueMs}`);
  }
  for await (const { parts, value } of waiting.tables.items.scan(state)) inLine.add(`${parts[0]} ${value}`);
  for await (const { key, parts, value } of requests.scan(state)) {
    const of = `${parts[0]} ${Number(parts[1])}`;
    if (value.status !== "paying" && !due.has(`${of} ${value.expiresMs}`)) broken.push(`${key} never expires`);
    if (inLine.has(of) !== (value.status === "waiting")) broken.push(`${key} is ${value.status}, unlike its line`);
  }
  return broken;
});

/** No customer holds more than the limit by which it was looked at last, or than a freeze kept there, unless it is to be looked at again. */
export const holdingsKeepLimits = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const counts = new Map<string, number>();
  const add = (currency: string, bank: string) =>
    counts.set(`${currency}/${bank}`, (counts.get(`${currency}/${bank}`) ?? 0) + 1);
  for await (const { key, parts, value } of links.scan(state)) {
    const [currency = "", customer = ""] = parts;
    add(currency, value.bank);
    const held = accounts.balance(state, currency, customer as Account);
    const isListed = watch.isListed(state, currency, customer as Account);
    if (held > value.heldMost && !isListed) broken.push(`${key} holds ${held}, of ${value.heldMost} at most`);
  }
  for await (const { parts } of offers.scan(state)) add(parts[0] ?? "", parts[2] ?? "");
  for await (const { key, parts, value } of positions.scan(state)) {
    const found = counts.get(parts.join("/")) ?? 0;
    if (found !== value.customers) broken.push(`${key} has ${found} customers, and says ${value.customers}`);
    counts.delete(parts.join("/"));
  }
  return [...broken, ...[...counts.keys()].map((key) => `${key} has customers and no position`)];
});
