// Settling urgent items with money that is drawn for it: the least that makes them settle, and nothing for those that would not.
import type { Account } from "#src/core/account.ts";
import { maximum } from "#src/core/arithmetic.ts";
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

/** How often a look is repeated in one block, of those that find who has a use for money and those that draw. */
const roundsMost = 3;

interface Plan {
  readonly funding: Funding;
  /** What each place that was asked could have, by name. */
  readonly rooms: ReadonlyMap<string, bigint>;
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
  const turn = Math.trunc(state.height / Number(parameters.retryBlocks.get(state)));
  const lacks = usesOf(state, urgent, wanted, turn);
  const plan = planWithin(state, urgent, { lacks, most, turn });
  const steps = new Map<string, Step>();
  for (const { place, amount } of plan.lacks) {
    const kinds = plan.funding.draw(state, place, amount);
    steps.set(placeName(place), kinds.includes("swap") ? "swap" : "credit");
  }
  const credited = plan.settled.map(({ number, item }) => ({ number, item, step: stepOf(item, steps) }));
  return { credited, isWanting: true };
}

/**
 * What places have a use for. A place that is asked first may take what several share without a use for it, so the look is
 * repeated: with what was used, then those who got nothing, then those who got less than they lack, then all others.
 */
function usesOf(state: StateReader, items: readonly Waiting[], wanted: readonly Lack[], turn: number): readonly Lack[] {
  let plan = planOf(state, items, wanted);
  for (let round = 1; round < roundsMost; round += 1) {
    const { lacks, rooms } = plan;
    const using = new Set(lacks.map(({ place }) => placeName(place)));
    const idle = wanted.filter(({ place }) => !using.has(placeName(place)));
    const classOf = ({ place, amount }: Lack) => {
      const room = rooms.get(placeName(place)) ?? 0n;
      return room === 0n ? 0 : room < amount ? 1 : 2;
    };
    if (idle.every((lack) => classOf(lack) === 2)) break;
    const inTurn = [0, 1, 2].flatMap((each) =>
      rotated(
        idle.filter((lack) => classOf(lack) === each),
        turn,
      ),
    );
    plan = planOf(state, items, [...lacks, ...inTurn]);
  }
  return plan.lacks;
}

/** The first places that may draw; where nothing settles with them alone, others, from block to block in turn. */
function planWithin(
  state: StateReader,
  items: readonly Waiting[],
  { lacks, most, turn }: { readonly lacks: readonly Lack[]; readonly most: number; readonly turn: number },
): Plan {
  const slices = Math.max(1, Math.ceil(lacks.length / most));
  const sliceAt = (at: number) => lacks.slice(at * most, (at + 1) * most);
  let plan = planOf(state, items, sliceAt(0));
  for (let round = 1; round < Math.min(roundsMost, slices) && plan.settled.length === 0; round += 1) {
    plan = planOf(state, items, sliceAt((turn + round) % slices));
  }
  return plan;
}

function rotated<Of>(list: readonly Of[], turn: number): Of[] {
  const from = list.length === 0 ? 0 : turn % list.length;
  return [...list.slice(from), ...list.slice(0, from)];
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
    .filter(({ place }) => credit.hasSources(state, place))
    .map(({ place, out }) => ({ place, amount: out - maximum(0n, spendableOf(state, place)) }))
    .filter(({ amount }) => amount > 0n);
}

const spendableOf = (state: StateReader, { currency, account }: Place) => fundsOf(state, currency, account).spendable;

/** What an account would keep for direct payments and does not have: nothing is drawn to fill that up. */
function unfilledOf(state: StateReader, place: Place): bigint {
  return credit.hasSources(state, place) ? maximum(0n, -spendableOf(state, place)) : 0n;
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
    (rooms.get(placeName(place)) ?? 0n) + unfilledOf(state, place) - funding.pledged(place.currency, place.account);
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
  return { funding, rooms, lacks, settled };
}
