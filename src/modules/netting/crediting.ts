// Settling urgent items with money that is drawn for it: the least that makes them settle, and nothing for those that would not.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { read as credit, create as creditDraws, type Funding } from "#src/modules/intraday-credit/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { fundsOf, Problem } from "./funds.ts";
import { parameters } from "./parameters.ts";
import { openBook } from "./resolver/book.ts";
import { Settlement } from "./resolver/settlement.ts";
import { type Place, placeName, placesOf } from "./rules.ts";
import type { EnteredItem, Item, Step } from "./schemas.ts";
import type { Settled } from "./settling.ts";

export interface Waiting {
  readonly number: number;
  readonly item: Stored<EnteredItem>;
}

/** Money that a place lacks. */
interface Lack {
  readonly place: Place;
  readonly amount: bigint;
}

interface Plan {
  readonly funding: Funding;
  /** What is drawn, in the order in which places are asked. */
  readonly lacks: readonly Lack[];
  readonly settled: readonly Waiting[];
}

/**
 * Draws for urgent items, which nothing but urgent ones stands before, and says which of them settle with it. Whether
 * there is somebody who could draw and still waits is told as well: then the queues are looked at again.
 */
export function settleWithCredit(
  state: State,
  waiting: readonly Waiting[],
): { readonly credited: Settled[]; readonly isWanting: boolean } {
  const most = Number(parameters.creditDrawsMost.get(state));
  const urgent = waiting.filter(({ item }) => item.priority === "urgent");
  const wanted = most === 0 ? [] : lacksOf(state, urgent);
  if (wanted.length === 0) return { credited: [], isWanting: false };
  // What all could have tells who has a use for it; they alone, and so many at most, are then asked for what they use.
  const { lacks } = planOf(state, urgent, wanted);
  const plan = planOf(state, urgent, lacks.slice(0, most));
  const steps = new Map<string, Step>();
  for (const { place, amount } of plan.lacks) {
    const kinds = plan.funding.draw(state, place, amount);
    steps.set(placeName(place), kinds.includes("swap") ? "swap" : "credit");
  }
  const credited = plan.settled.map(({ number, item }) => ({ number, item, step: stepOf(item, steps) }));
  return { credited, isWanting: true };
}

/** An item is one of the source that its payers drew on; who is paid by such an item may afford one without drawing. */
function stepOf(item: Stored<Item>, steps: ReadonlyMap<string, Step>): Step {
  const used = placesOf(item).map((place) => steps.get(placeName(place)));
  if (used.includes("swap")) return "swap";
  return used.includes("credit") ? "credit" : "multilateral";
}

/** What each place that has sources lacks for all of its items, in the order of the items. */
function lacksOf(state: StateReader, items: readonly Waiting[]): Lack[] {
  const sums = new Map<string, { readonly place: Place; out: bigint }>();
  for (const { item } of items) {
    for (const { from: account, currency, amount } of item.legs) {
      const place = { currency, account };
      const sum = sums.get(placeName(place)) ?? { place, out: 0n };
      sum.out += amount;
      sums.set(placeName(place), sum);
    }
  }
  return [...sums.values()]
    .map(({ place, out }) => ({ place, amount: out - fundsOf(state, place.currency, place.account).spendable }))
    .filter(({ place, amount }) => amount > 0n && credit.hasSources(state, place));
}

/** The greatest set that settles if each place may draw what it asks for, and what is really used of that. */
function planOf(state: StateReader, items: readonly Waiting[], asked: readonly Lack[]): Plan {
  const freeOf = (currency: string, account: Account) => {
    const { spendable, urgent } = fundsOf(state, currency, account);
    return spendable - urgent;
  };
  const funding = creditDraws.funding(state, freeOf);
  const rooms = new Map(asked.map(({ place, amount }) => [placeName(place), funding.reserve(place, amount)]));
  const addition = (place: Place) =>
    (rooms.get(placeName(place)) ?? 0n) - funding.pledged(place.currency, place.account);
  const all = items.map(({ item }) => item);
  const { problem, numbers } = Problem.funded(state, all, addition);
  const book = openBook(problem);
  const found = new Settlement(book).settleGreatest();
  const settled = found.map((at) => present(items[at], "an item of the book waits"));
  const paying = new Set(settled.flatMap(({ item }) => placesOf(item).map(placeName)));
  const lacks = asked.flatMap(({ place }) => {
    const name = placeName(place);
    const room = rooms.get(name) ?? 0n;
    if (room === 0n || !paying.has(name)) return [];
    const left = book.positions[present(numbers.get(name), "who pays has a queue")] ?? 0n;
    return left < room ? [{ place, amount: room - left }] : [];
  });
  return { funding, lacks, settled };
}
