// What the module `bank-gateway` must do: channels, requests that an agent ends, throttles, and customers of banks.
import { openBook } from "./accounts/book.ts";
import { sum } from "./arithmetic.ts";
import { customersOf, gatewayOf, openIn, pledgedBy, receiptsIn, redeemingIn, reservesOf } from "./bank-gateway/book.ts";
import { channelMessages } from "./bank-gateway/channels.ts";
import { customerMessages, endCustomers } from "./bank-gateway/customers.ts";
import { beginRequests, book, requestMessages } from "./bank-gateway/requests.ts";
import { bucketsOf } from "./corridors/book.ts";
import type { ExpectedRow, Model, ModuleModel } from "./model.ts";

const padded = (number: number) => number.toString().padStart(16, "0");

/** Everyone of whom a position has something to say. */
function* positions(model: Model): Generator<ExpectedRow> {
  const { channels, offers, links } = gatewayOf(model);
  for (const currency of channels.keys()) {
    const isHere = (key: string) => key.startsWith(`${currency}/`);
    const open = openIn(model, currency);
    const banks = new Set([
      ...[...open, ...receiptsIn(model, currency)].map(({ bank }) => bank),
      ...offers.keys().flatMap((key) => (isHere(key) ? [key.split("/")[2] ?? ""] : [])),
      ...links.entries().flatMap(([key, { bank }]) => (isHere(key) ? [bank] : [])),
    ]);
    for (const bank of banks) {
      const sums = {
        pledged: pledgedBy(model, currency, bank, "issuance"),
        paidOut: pledgedBy(model, currency, bank, "redemption"),
      };
      const openRequests = open.filter((request) => request.bank === bank).length;
      const redeeming = sum(open.map((one) => (one.bank === bank && one.kind === "redemption" ? one.amount : 0n)));
      const customers = customersOf(model, currency, bank);
      yield [`bank-gateway/position/${currency}/${bank}`, { ...sums, openRequests, redeeming, customers }];
    }
  }
}

export const model: ModuleModel = {
  messages: { ...channelMessages, ...requestMessages, ...customerMessages },
  start: (model) => openBook(model, book),
  begin: beginRequests,
  end: endCustomers,
  /** The last end alone: all of them would keep the clock from the moments of other modules. */
  moments(model) {
    const ends = gatewayOf(model)
      .requests.values()
      .map(({ expiresMs }) => expiresMs);
    return ends.length === 0 ? [] : [Math.max(...ends)];
  },
  /** A heap may hold its entries in several orders. */
  unordered: ["bank-gateway/due/entry/"],
  *rows(model) {
    const { channels, requests, receipts, flows, lines, waiting, offers, links, dues, noted } = gatewayOf(model);
    for (const [currency, channel] of channels.entries()) {
      const reserves = reservesOf(model, currency);
      const sums = { reserves, outstanding: reserves, redeeming: redeemingIn(model, currency) };
      yield [`bank-gateway/channel/${currency}`, { ...channel, ...sums }];
    }
    for (const [key, request] of requests.entries()) {
      const [currency, number] = key.split("/");
      yield [`bank-gateway/request/${currency}/${padded(Number(number))}`, request];
    }
    for (const [key, receipt] of receipts.entries()) yield [`bank-gateway/receipt/${key}`, receipt];
    yield* positions(model);
    for (const [key, passages] of flows.entries()) {
      yield [`bank-gateway/${key.includes("/") ? "bank-flow" : "flow"}/${key}`, bucketsOf(passages)];
    }
    for (const [currency, { first, list }] of lines.entries()) {
      yield [`bank-gateway/waiting/ends/${currency}`, { first, next: first + list.length }];
      for (const [at, number] of list.entries()) {
        yield [`bank-gateway/waiting/item/${currency}/${padded(first + at)}`, number];
      }
    }
    if (waiting.value.length > 0) yield ["bank-gateway/waiting-currencies", waiting.value];
    for (const [key, offer] of offers.entries()) yield [`bank-gateway/offer/${key}`, offer];
    for (const [key, link] of links.entries()) yield [`bank-gateway/link/${key}`, link];
    if (noted.value === 0) return;
    yield ["bank-gateway/due/size", { size: dues.value.length, sequence: noted.value }];
    for (const [at, due] of dues.value.entries()) yield [`bank-gateway/due/entry/${padded(at)}`, due];
  },
};
