// The settlement of queues at the end of a block, in the plainest way: sets of items, tried and cut down.
import { balanceOf } from "../accounts/book.ts";
import { greatest as greatestOf, least, sum } from "../arithmetic.ts";
import { creditOf } from "../intraday-credit/book.ts";
import { drawFrom, parts, roomsFor } from "../intraday-credit/lending.ts";
import type { Model } from "../model.ts";
import { parameterNumber } from "../parameters/book.ts";
import {
  balancesOf,
  canMove,
  type Entered,
  finishSet,
  type Item,
  inOrder,
  type Leg,
  nettingOf,
  placesOf,
  type Step,
  settleItem,
  shortPlaces,
} from "./book.ts";

type Waiting = readonly [number, Entered];

const share = (left: Item, right: Item): boolean => placesOf(left).some((place) => placesOf(right).includes(place));
const affords = (model: Model, set: readonly Item[]): boolean => shortPlaces(model, set).length === 0;

export function resolveQueues(model: Model): void {
  const { items, rest } = nettingOf(model);
  if (items.size === 0 || isAtRest(model)) return;
  const all = inOrder(model);
  let waiting: readonly Waiting[] = all.filter(([, item]) => canMove(model, item));
  let leftOut = waiting.length < all.length;
  let hasPassed = false;
  let hasSettled = false;
  const together: Item[] = [];
  const finish = () => finishSet(model, together.splice(0));
  const settle = (step: Step, set: readonly Waiting[]) => {
    for (const [number, item] of set) {
      settleItem(model, item, step);
      together.push(item);
      items.delete(number);
    }
    const gone = new Set(set.map(([number]) => number));
    waiting = waiting.filter(([number]) => !gone.has(number));
    hasPassed ||= step === "bypass" && set.length > 0;
    hasSettled ||= set.length > 0;
  };
  for (let one = firstAlone(model, waiting); one !== undefined; one = firstAlone(model, waiting))
    settle("entry", [one]);
  for (const pair of pairsOf(waiting)) settle("bilateral", greatest(model, pair));
  settle("multilateral", greatest(model, waiting));
  let left = parameterNumber(model, "netting.bypassItemsMost");
  for (const one of passingOrder(waiting)) {
    if (left === 0 || !mayPass(waiting, one) || !affords(model, [one[1]])) continue;
    settle("bypass", [one]);
    left -= 1;
  }
  settle("multilateral", greatest(model, waiting));
  finish();
  const credited = settleOnCredit(model, waiting);
  for (const { step, one } of credited.settled) settle(step, [one]);
  finish();
  leftOut ||= credited.isWanting;
  hasPassed ||= credited.settled.length > 0;
  if (hasSettled) rest.value = undefined;
  if (!hasPassed && items.size > 0) rest.value = { balances: balancesOf(model), leftOut };
}

function isAtRest(model: Model): boolean {
  const { rest } = nettingOf(model);
  if (rest.value === undefined) return false;
  const { balances, leftOut } = rest.value;
  if (leftOut && model.height % parameterNumber(model, "netting.retryBlocks") === 0) return false;
  return Buffer.compare(balances, balancesOf(model)) === 0;
}

function firstAlone(model: Model, waiting: readonly Waiting[]): Waiting | undefined {
  return waiting.find(
    ([, item], at) => !waiting.slice(0, at).some(([, earlier]) => share(earlier, item)) && affords(model, [item]),
  );
}

/** For two payers whose queues begin with payments to each other, all that they begin with. */
function pairsOf(waiting: readonly Waiting[]): Waiting[][] {
  const places = [...new Set(waiting.flatMap(([, item]) => placesOf(item)))];
  const queue = (place: string) => waiting.filter(([, item]) => placesOf(item).includes(place));
  const target = ([, { legs }]: Waiting) => (legs.length === 1 ? `${legs[0]?.currency}/${legs[0]?.to}` : undefined);
  const run = (place: string, other: string) => {
    const list = queue(place);
    const end = list.findIndex((each) => target(each) !== other);
    return end < 0 ? list : list.slice(0, end);
  };
  return places.flatMap((place) => {
    const [front] = queue(place);
    const other = front === undefined ? undefined : target(front);
    if (other === undefined || other < place) return [];
    const both = new Set([...run(place, other), ...run(other, place)]);
    return run(other, place).length === 0 ? [] : [waiting.filter((each) => both.has(each))];
  });
}

/** Drops the last item of a payer who is short, and whatever stands behind what is dropped, until nobody is. */
function greatest(model: Model, candidates: readonly Waiting[], more: (place: string) => bigint = () => 0n): Waiting[] {
  let set = [...candidates];
  for (;;) {
    const items = set.map(([, item]) => item);
    const [short] = shortPlaces(model, items, more);
    if (short === undefined) return set;
    const from = items.findLastIndex((item) => placesOf(item).includes(short));
    const dropped: Item[] = [];
    set = set.filter(([, item], at) => {
      const isDropped = at === from || (at > from && dropped.some((other) => share(other, item)));
      if (isDropped) dropped.push(item);
      return !isDropped;
    });
  }
}

function passingOrder(waiting: readonly Waiting[]): Waiting[] {
  const amount = ([, { legs }]: Waiting) => legs[0]?.amount ?? 0n;
  const urgent = waiting.filter(([, { priority }]) => priority === "urgent");
  const normal = waiting.filter(([, { priority }]) => priority === "normal");
  const byAmount = (left: Waiting, right: Waiting) =>
    amount(left) > amount(right) ? -1 : amount(left) < amount(right) ? 1 : left[0] - right[0];
  return [...urgent.sort(byAmount), ...normal.sort(byAmount)];
}

function mayPass(waiting: readonly Waiting[], [, item]: Waiting): boolean {
  if (item.priority === "urgent") return true;
  return !waiting.some(([, other]) => other.priority === "urgent" && share(other, item));
}

/** Urgent items with money that is drawn for them: a look with all that there could be, and one with what was used of it. */
function settleOnCredit(model: Model, waiting: readonly Waiting[]) {
  const { earmarks } = nettingOf(model);
  const most = parameterNumber(model, "netting.creditDrawsMost");
  const urgent = waiting.filter(([, { priority }]) => priority === "urgent");
  const legs = urgent.flatMap(([, item]) => item.legs);
  const kept = (place: string) => earmarks.get(place) ?? { direct: 0n, urgent: 0n };
  const held = (place: string) => balanceOf(model, ...parts(place));
  const paidOf = (list: readonly Leg[], place: string) =>
    sum(list.map((leg) => (`${leg.currency}/${leg.from}` === place ? leg.amount : 0n)));
  const gotOf = (list: readonly Leg[], place: string) =>
    sum(list.map((leg) => (`${leg.currency}/${leg.to}` === place ? leg.amount : 0n)));

  /** Of who may draw, less than nothing is nothing: credit fills up no earmark. */
  const spendable = (place: string) => greatestOf(0n, held(place) - kept(place).direct);
  const unfilled = (place: string) =>
    creditOf(model).sources.has(place) ? greatestOf(0n, kept(place).direct - held(place)) : 0n;
  const asked = new Map<string, bigint>();
  for (const { currency, from } of legs) {
    const place = `${currency}/${from}`;
    const lack = paidOf(legs, place) - spendable(place);
    if (lack > 0n && creditOf(model).sources.has(place)) asked.set(place, lack);
  }
  if (most === 0 || asked.size === 0) return { settled: [], isWanting: false };

  const look = (wanted: ReadonlyMap<string, bigint>) => {
    const rooms = roomsFor(model, wanted, (place) => held(place) - kept(place).direct - kept(place).urgent);
    const roomAt = (place: string) => {
      const { credit = 0n, swap = 0n } = rooms.ofPlace.get(place) ?? {};
      return credit + swap;
    };
    const pledgedAt = (place: string) => rooms.pledged.get(place) ?? 0n;
    const set = greatest(model, urgent, (place) => roomAt(place) - pledgedAt(place) + unfilled(place));
    const paid = set.flatMap(([, item]) => item.legs);
    const used = new Map<string, bigint>();
    for (const place of wanted.keys()) {
      if (paidOf(paid, place) === 0n) continue;
      const has = spendable(place) - pledgedAt(place) + gotOf(paid, place);
      const lack = paidOf(paid, place) - has;
      if (lack > 0n) used.set(place, least(lack, roomAt(place)));
    }
    return { rooms, roomAt, set, used };
  };
  const turn = Math.floor(model.height / parameterNumber(model, "netting.retryBlocks"));
  const uses = usesAfter(look, asked, turn);
  const { rooms, set, used } = lookWithin(look, uses, most, turn);
  const sources = new Map([...used].map(([place, amount]) => [place, drawFrom(model, place, rooms, amount)]));
  const settled = set.map((one) => {
    const own = placesOf(one[1]).map((place) => sources.get(place));
    const step: Step = own.includes("swap") ? "swap" : own.includes("credit") ? "credit" : "multilateral";
    return { step, one };
  });
  return { settled, isWanting: true };
}

type Asked = ReadonlyMap<string, bigint>;
interface Looked {
  readonly roomAt: (place: string) => bigint;
  readonly set: readonly Waiting[];
  readonly used: Asked;
}

const turned = <Of>(list: readonly Of[], turn: number): Of[] =>
  list.map((_, at) => list[(at + turn) % list.length] as Of);

/** Three looks at most: users first with what they used, then who got nothing, who got too little, and who had no use. */
function usesAfter(look: (asked: Asked) => Looked, asked: Asked, turn: number): Asked {
  let found = look(asked);
  for (const _ of ["second", "third"]) {
    const { used, roomAt } = found;
    const rest = [...asked].filter(([place]) => !used.has(place));
    const none = rest.filter(([place]) => roomAt(place) === 0n);
    const full = rest.filter(([place, amount]) => roomAt(place) >= amount && !none.some(([other]) => other === place));
    const some = rest.filter((each) => !none.includes(each) && !full.includes(each));
    if (none.length + some.length === 0) return used;
    found = look(new Map([...used, ...turned(none, turn), ...turned(some, turn), ...turned(full, turn)]));
  }
  return found.used;
}

/** The first so many places; where that settles nothing, two other lots of so many in turn. */
function lookWithin<Of extends Looked>(look: (asked: Asked) => Of, uses: Asked, most: number, turn: number): Of {
  const lots: (readonly [string, bigint])[][] = [[]];
  for (const use of uses) {
    if (lots.at(-1)?.length === most) lots.push([]);
    lots.at(-1)?.push(use);
  }
  let found = look(new Map(lots[0]));
  for (let more = 1; more < 3 && more < lots.length && found.set.length === 0; more += 1) {
    found = look(new Map(lots[(turn + more) % lots.length]));
  }
  return found;
}
