// Every row that the module `netting` must hold: what the model keeps, and the queues and sums that follow from it.
import type { ExpectedRow, Model } from "../model.ts";
import { inOrder, legsAgainst, nettingOf, openLegs, payersOf, placesOf } from "./book.ts";
import { dayRows } from "./days.ts";

const padded = (number: number) => number.toString().padStart(16, "0");

export function* nettingRows(model: Model): Generator<ExpectedRow> {
  const { items, given, proposals, settled, earmarks, limits, rest } = nettingOf(model);
  for (const [number, item] of items.entries()) yield [`netting/item/${padded(number)}`, item];
  if (given.value > 0) yield ["netting/next-item", given.value + 1];
  for (const [bundle, proposal] of proposals.entries()) yield [`netting/proposal/${bundle}`, proposal];
  const proposers = proposals.values().map(({ proposer }) => proposer);
  for (const [account, count] of tally(proposers)) yield [`netting/proposal-count/${account}`, count];
  const open = openLegs(model);
  if (open > 0) yield ["netting/open-count", open];
  const counted = [...proposers, ...items.values().flatMap(payersOf)];
  for (const account of new Set(counted)) yield [`netting/account-legs/${account}`, legsAgainst(model, account)];
  for (const [currency, sums] of settled.entries()) yield [`netting/settled/${currency}`, sums];
  for (const [place, kept] of earmarks.entries()) yield [`netting/earmarks/${place}`, kept];
  for (const [place, row] of limits.entries()) yield [`netting/limits/${place}`, row];
  if (rest.value !== undefined) yield ["netting/rest", rest.value];
  yield* dayRows(model);
  yield* queueRows(model);
  yield* sumRows(model);
  yield* expiryRows(model);
}

function tally(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function* queueRows(model: Model): Generator<ExpectedRow> {
  const ordered = inOrder(model);
  const places = [...new Set(ordered.flatMap(([, item]) => placesOf(item)))];
  for (const [at, place] of places.entries()) {
    const own = ordered.filter(([, item]) => placesOf(item).includes(place));
    const numbers = (priority: string) => own.flatMap(([number, item]) => (item.priority === priority ? [number] : []));
    yield [`netting/queue/${place}`, { urgent: numbers("urgent"), normal: numbers("normal") }];
    const [currency, account] = place.split("/");
    yield [`netting/held-queue/${padded(at)}`, { currency, account }];
    yield [`netting/held-queue-place/${place}`, at];
  }
  if (places.length > 0) yield ["netting/held-queue-count", places.length];
}

function* sumRows(model: Model): Generator<ExpectedRow> {
  const legs = nettingOf(model)
    .items.values()
    .flatMap((item) => item.legs);
  const flows = new Map<string, { out: bigint; in: bigint }>();
  const totals = new Map<string, { legs: number; amount: bigint }>();
  for (const { from, to, currency, amount } of legs) {
    const [payer, payee] = [`${currency}/${from}`, `${currency}/${to}`];
    const left = flows.get(payer) ?? { out: 0n, in: 0n };
    flows.set(payer, { ...left, out: left.out + amount });
    const came = flows.get(payee) ?? { out: 0n, in: 0n };
    flows.set(payee, { ...came, in: came.in + amount });
    const total = totals.get(currency) ?? { legs: 0, amount: 0n };
    totals.set(currency, { legs: total.legs + 1, amount: total.amount + amount });
  }
  for (const [place, flow] of flows) yield [`netting/flow/${place}`, flow];
  for (const [currency, total] of totals) yield [`netting/queued/${currency}`, total];
}

function* expiryRows(model: Model): Generator<ExpectedRow> {
  const { itemExpiries, itemsQueued, proposalExpiries, proposalsMade } = nettingOf(model);
  const lists = [
    ["item-expiry", itemExpiries.value, itemsQueued.value],
    ["proposal-expiry", proposalExpiries.value, proposalsMade.value],
  ] as const;
  for (const [name, list, sequence] of lists) {
    if (sequence === 0) continue;
    yield [`netting/${name}/size`, { size: list.length, sequence }];
    for (const [at, expiry] of list.entries()) yield [`netting/${name}/entry/${padded(at)}`, expiry];
  }
}

/** Whom queues, proposals and settings tie, once for each. */
export function* tiedByNetting(model: Model): Generator<string> {
  const { items, proposals, earmarks, limits } = nettingOf(model);
  for (const item of items.values()) yield* payersOf(item);
  for (const { proposer } of proposals.values()) yield proposer;
  for (const place of [...earmarks.keys(), ...limits.keys()]) yield place.split("/")[1] ?? "";
}
