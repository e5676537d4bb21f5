// Opening and closing items: the rows, the queues and the totals, always together.
import type { Account } from "#src/core/account.ts";
import { assert, present } from "#src/core/assert.ts";
import { tie } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { events } from "./events.ts";
import { refusals } from "./refusals.ts";
import { type Place, payersOf, placeName, placesOf, sizeOf, withItem, withoutItems } from "./rules.ts";
import type { EnteredItem, Item, Leg, Priority, Queue } from "./schemas.ts";
import {
  accountLegCounts,
  flows,
  heldQueueCounts,
  heldQueuePlaces,
  heldQueues,
  itemExpiries,
  items,
  nextItems,
  openCounts,
  queuedTotals,
  queues,
  rests,
} from "./tables.ts";

export function requireItem(state: StateReader, item: number): Stored<EnteredItem> {
  const row = items.get(state, item);
  if (row !== undefined) return row;
  throw item < (nextItems.get(state) ?? 1) ? refusals.itemClosed({ item }) : refusals.unknownItem({ item });
}

export function queueOf(state: StateReader, { currency, account }: Place): Stored<Queue> {
  return queues.get(state, currency, account) ?? { urgent: [], normal: [] };
}

/** A number that no item had before. */
export function takeNumber(state: State): number {
  const number = nextItems.get(state) ?? 1;
  nextItems.put(state, number + 1);
  return number;
}

export function changeOpenCount(state: State, delta: number): void {
  const after = (openCounts.get(state) ?? 0) + delta;
  assert(after >= 0, "only what was opened is closed");
  if (after === 0) openCounts.delete(state);
  else openCounts.put(state, after);
}

/** Counts legs more or less against the share of an account. */
export function changeAccountLegs(state: State, account: Account, delta: number): void {
  const after = (accountLegCounts.get(state, account) ?? 0) + delta;
  assert(after >= 0, "only what was counted is discounted");
  if (after === 0) accountLegCounts.delete(state, account);
  else accountLegCounts.put(state, account, after);
}

/** Who pays how many of these legs. */
function countByPayer(legs: readonly Stored<Leg>[]): Map<Account, number> {
  const counts = new Map<Account, number>();
  for (const { from } of legs) counts.set(from, (counts.get(from) ?? 0) + 1);
  return counts;
}

/** Queues an item at its place. */
export function openItem(state: State, number: number, item: Stored<EnteredItem>): void {
  items.put(state, number, item);
  for (const place of placesOf(item)) putQueue(state, place, withItem(queueOf(state, place), item.priority, number));
  for (const payer of payersOf(item.legs)) tie.add(state, payer);
  changeFlows(state, item.legs, 1n);
  changeOpenCount(state, item.legs.length);
  for (const [payer, count] of countByPayer(item.legs)) changeAccountLegs(state, payer, count);
  itemExpiries.add(state, item.expiresMs, number);
  rests.delete(state);
  state.emit(events.itemQueued({ item: number, ...item }));
}

/** Takes items out of their queues, whatever they have come to; the caller announces it. Each row is written once. */
export function closeItems(state: State, closed: ReadonlyMap<number, Stored<Item>>): void {
  const places = new Map<string, Place>();
  const ties = new Map<Account, number>();
  const legs: Stored<Leg>[] = [];
  for (const [number, item] of closed) {
    assert(items.has(state, number), "an item that waits is closed");
    items.delete(state, number);
    for (const place of placesOf(item)) places.set(placeName(place), place);
    for (const payer of payersOf(item.legs)) ties.set(payer, (ties.get(payer) ?? 0) + 1);
    for (const leg of item.legs) legs.push(leg);
  }
  for (const [payer, count] of ties) tie.change(state, payer, -count);
  changeFlows(state, legs, -1n);
  changeOpenCount(state, -legs.length);
  for (const [payer, count] of countByPayer(legs)) changeAccountLegs(state, payer, -count);
  const gone = new Set(closed.keys());
  for (const place of places.values()) putQueue(state, place, withoutItems(queueOf(state, place), gone));
  rests.delete(state);
}

export function moveItem(state: State, number: number, item: Stored<EnteredItem>, priority: Priority): void {
  items.put(state, number, { ...item, priority });
  for (const place of placesOf(item)) {
    const rest = withoutItems(queueOf(state, place), new Set([number]));
    putQueue(state, place, withItem(rest, priority, number));
  }
  rests.delete(state);
}

/** Writes a queue, and lists it among those that hold items, or no longer. */
function putQueue(state: State, place: Place, queue: Queue): void {
  const { currency, account } = place;
  const isHeld = queues.has(state, currency, account);
  if (sizeOf(queue) > 0) queues.put(state, currency, account, queue);
  else queues.delete(state, currency, account);
  if (sizeOf(queue) > 0 && !isHeld) listQueue(state, place);
  if (sizeOf(queue) === 0 && isHeld) unlistQueue(state, place);
}

function listQueue(state: State, { currency, account }: Place): void {
  const count = heldQueueCounts.get(state) ?? 0;
  heldQueues.put(state, count, { currency, account });
  heldQueuePlaces.put(state, currency, account, count);
  heldQueueCounts.put(state, count + 1);
}

/** The last one takes the place of the one that goes. */
function unlistQueue(state: State, { currency, account }: Place): void {
  const place = present(heldQueuePlaces.get(state, currency, account), "a queue that holds items is listed");
  const last = (heldQueueCounts.get(state) ?? 0) - 1;
  const moved = present(heldQueues.get(state, last), "a list has a row for every index below its length");
  heldQueues.put(state, place, moved);
  heldQueuePlaces.put(state, moved.currency, moved.account, place);
  heldQueues.delete(state, last);
  heldQueuePlaces.delete(state, currency, account);
  if (last === 0) heldQueueCounts.delete(state);
  else heldQueueCounts.put(state, last);
}

/** All queues that hold items. */
export function* eachHeldQueue(state: StateReader): Generator<Place> {
  const count = heldQueueCounts.get(state) ?? 0;
  for (let index = 0; index < count; index += 1) {
    yield present(heldQueues.get(state, index), "a list has a row for every index below its length");
  }
}

/** Legs more or less that wait. They tally against the totals, which the machine requires to balance. */
function changeFlows(state: State, legs: readonly Stored<Leg>[], sign: 1n | -1n): void {
  const places = new Map<string, Place & { out: bigint; in: bigint }>();
  const totals = new Map<string, { legs: number; amount: bigint }>();
  const placed = (currency: string, account: Account) => {
    const name = `${currency}/${account}`;
    const found = places.get(name) ?? { currency, account, out: 0n, in: 0n };
    if (!places.has(name)) places.set(name, found);
    return found;
  };
  for (const { from, to, currency, amount } of legs) {
    placed(currency, from).out += sign * amount;
    placed(currency, to).in += sign * amount;
    const total = totals.get(currency) ?? { legs: 0, amount: 0n };
    total.legs += Number(sign);
    total.amount += sign * amount;
    totals.set(currency, total);
  }
  for (const delta of places.values()) changeFlow(state, delta, delta);
  for (const [currency, delta] of totals) changeTotal(state, currency, delta);
}

function changeTotal(state: State, currency: string, delta: { readonly legs: number; readonly amount: bigint }): void {
  state.tally(`netting/queued/${currency}`, delta.amount);
  const before = queuedTotals.get(state, currency) ?? { legs: 0, amount: 0n };
  const after = { legs: before.legs + delta.legs, amount: before.amount + delta.amount };
  if (after.legs === 0) queuedTotals.delete(state, currency);
  else queuedTotals.put(state, currency, after);
  state.tally(`netting/queued/${currency}`, before.amount - after.amount);
}

function changeFlow(
  state: State,
  { currency, account }: Place,
  delta: { readonly out: bigint; readonly in: bigint },
): void {
  const before = flows.get(state, currency, account) ?? { out: 0n, in: 0n };
  const after = { out: before.out + delta.out, in: before.in + delta.in };
  if (after.out === 0n && after.in === 0n) flows.delete(state, currency, account);
  else flows.put(state, currency, account, after);
}
