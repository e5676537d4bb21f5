// What is settled beside the greatest set: items alone, pairs of payers against each other, and items past earlier ones.
import { assert, present } from "#src/core/assert.ts";
import type { Book } from "./book.ts";
import type { Settlement } from "./settlement.ts";

/**
 * Settles what stands at the front of all its queues and is affordable alone, and goes on with what that brings in.
 * Money that comes in only helps, and a queue is left from its front alone, so the order of visits does not matter.
 */
export function settleAlone(book: Book, settlement: Settlement): number[] {
  const { queued, queueOfPosition, changes } = book;
  const queueCount = queued.starts.length - 1;
  const fronts = new Fronts(book);
  const settled: number[] = [];
  const work = Array.from({ length: queueCount }, (_, at) => queueCount - 1 - at);
  const isAwaited = new Uint8Array(queueCount).fill(1);
  for (let queue = work.pop(); queue !== undefined; queue = work.pop()) {
    isAwaited[queue] = 0;
    for (;;) {
      const item = fronts.at(queue);
      if (item === undefined || !fronts.isFirst(item) || settlement.settleAmong([item]).length === 0) break;
      settled.push(item);
      for (let at = changes.starts[item] ?? 0; at < (changes.starts[item + 1] ?? 0); at += 1) {
        const touched = queueOfPosition[changes.values[at] ?? 0] ?? 0;
        if (isAwaited[touched] === 1) continue;
        isAwaited[touched] = 1;
        work.push(touched);
      }
    }
  }
  return settled.sort(ascending);
}

/** Settles, for two payers whose queues begin with payments to each other, the most that these two can afford together. */
export function settlePairs(book: Book, settlement: Settlement): number[] {
  const queueCount = book.queued.starts.length - 1;
  const fronts = new Fronts(book);
  // All fronts are looked at before anything is settled, so that no pair depends on another one.
  const payees = Array.from({ length: queueCount }, (_, queue) => fronts.payeeAtFront(queue));
  const settled: number[] = [];
  for (const [queue, payee] of payees.entries()) {
    if (payee === undefined || payee < queue || payees[payee] !== queue) continue;
    const both = [...fronts.runTo(queue, payee), ...fronts.runTo(payee, queue)].sort(ascending);
    for (const item of settlement.settleAmong(both)) settled.push(item);
  }
  return settled.sort(ascending);
}

/**
 * Settles items alone past earlier ones that cannot be afforded: urgent ones first, then the largest, by their first leg.
 * No item passes one of higher priority. This finds something good, not the best: the best is hard to find.
 */
export function settlePassing(book: Book, settlement: Settlement, most: number): number[] {
  const { items, isSettled, isUrgent } = book;
  const urgentWaiting = new Int32Array(book.queued.starts.length - 1);
  const waiting: number[] = [];
  isSettled.forEach((isDone, item) => {
    if (isDone === 1) return;
    waiting.push(item);
    if (isUrgent[item] === 1) for (const queue of queuesOf(book, item)) countOne(urgentWaiting, queue, 1);
  });
  const amountOf = (item: number) => present(items[item]?.legs[0], "an item has a leg").amount;
  waiting.sort((left, right) => {
    if (isUrgent[left] !== isUrgent[right]) return (isUrgent[right] ?? 0) - (isUrgent[left] ?? 0);
    const [first, second] = [amountOf(left), amountOf(right)];
    return first === second ? left - right : first > second ? -1 : 1;
  });
  const settled: number[] = [];
  for (const item of waiting) {
    // What cannot settle takes no place: nobody keeps others from passing by items without money.
    if (settled.length >= most) break;
    const queues = queuesOf(book, item);
    if (isUrgent[item] === 0 && queues.some((queue) => (urgentWaiting[queue] ?? 0) > 0)) continue;
    if (settlement.settleAmong([item]).length === 0) continue;
    settled.push(item);
    if (isUrgent[item] === 1) for (const queue of queues) countOne(urgentWaiting, queue, -1);
  }
  return settled.sort(ascending);
}

const ascending = (left: number, right: number) => left - right;

function countOne(counts: Int32Array, at: number, by: 1 | -1): void {
  counts[at] = (counts[at] ?? 0) + by;
}

function queuesOf({ places, queueOfPlace }: Book, item: number): number[] {
  const queues: number[] = [];
  for (let at = places.starts[item] ?? 0; at < (places.starts[item + 1] ?? 0); at += 1) {
    queues.push(queueOfPlace[places.values[at] ?? 0] ?? 0);
  }
  return queues;
}

/** The first waiting item of each queue. */
class Fronts {
  readonly #book: Book;
  readonly #fronts: Int32Array;

  constructor(book: Book) {
    this.#book = book;
    this.#fronts = book.queued.starts.slice();
  }

  at(queue: number): number | undefined {
    const { queued, isSettled } = this.#book;
    assert(queue + 1 < queued.starts.length, "a queue of the book");
    let place = this.#fronts[queue] ?? 0;
    const end = queued.starts[queue + 1] ?? 0;
    while (place < end && isSettled[queued.values[place] ?? 0] === 1) place += 1;
    this.#fronts[queue] = place;
    return place < end ? queued.values[place] : undefined;
  }

  /** Whether the item is the first in all of its queues. */
  isFirst(item: number): boolean {
    return queuesOf(this.#book, item).every((queue) => this.at(queue) === item);
  }

  /** Whom the first item of a queue pays, where it is a payment of one leg. */
  payeeAtFront(queue: number): number | undefined {
    const item = this.at(queue);
    return item === undefined ? undefined : this.#payeeOf(item);
  }

  /** The payments to one payee that a queue begins with. */
  runTo(queue: number, payee: number): number[] {
    const { queued, isSettled } = this.#book;
    const run: number[] = [];
    for (let place = this.#fronts[queue] ?? 0; place < (queued.starts[queue + 1] ?? 0); place += 1) {
      const item = queued.values[place] ?? 0;
      if (isSettled[item] === 1) continue;
      if (this.#payeeOf(item) !== payee) break;
      run.push(item);
    }
    return run;
  }

  #payeeOf(item: number): number | undefined {
    const { legs } = present(this.#book.items[item], "an item of the book");
    return legs.length === 1 ? legs[0]?.to : undefined;
  }
}
