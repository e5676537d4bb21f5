// Finds the greatest set of queued items that all payers can afford together, none passing an earlier one of its queues.
import type { Book } from "./book.ts";

/**
 * Settles items of a book. A set is sound when every position is high enough after all of its items together, and it
 * takes each queue from its front. Two sound sets together are one: what leaves a queue is what left it in the set that
 * went further, and what comes in only grows. So there is one greatest set. An item that is last in its queue while the
 * queue is short is not in it, since with it as much would leave and no more come in; dropping such items until nobody
 * is short finds it, in whatever order they are dropped.
 */
export class Settlement {
  readonly #book: Book;
  /** 1 while an item is a candidate. */
  readonly #isIn: Uint8Array;
  /** By queue: the place behind its last candidate, and how many candidates it has, and how many that are not urgent. */
  readonly #ends: Int32Array;
  readonly #counts: Int32Array;
  readonly #normalCounts: Int32Array;
  readonly #isAwaited: Uint8Array;
  #work: number[] = [];

  constructor(book: Book) {
    this.#book = book;
    const queueCount = book.queued.starts.length - 1;
    this.#isIn = new Uint8Array(book.items.length);
    this.#ends = new Int32Array(queueCount);
    this.#counts = new Int32Array(queueCount);
    this.#normalCounts = new Int32Array(queueCount);
    this.#isAwaited = new Uint8Array(book.positions.length);
  }

  /** Settles the greatest sound set of all that wait; returns it in the order of the items. */
  settleGreatest(): number[] {
    const waiting: number[] = [];
    this.#book.isSettled.forEach((isSettled, item) => {
      if (isSettled === 0) waiting.push(item);
    });
    return this.settleAmong(waiting);
  }

  /** The same among some items alone, as if nothing else waited. */
  settleAmong(items: readonly number[]): number[] {
    for (const item of items) this.#take(item);
    for (const item of items) this.#awaitShort(item);
    for (let position = this.#work.pop(); position !== undefined; position = this.#work.pop()) {
      this.#isAwaited[position] = 0;
      while (this.#isShort(position)) this.#dropLast(this.#book.queueOfPosition[position] ?? 0);
    }
    const settled = items.filter((item) => this.#isIn[item] === 1);
    for (const item of settled) {
      this.#book.isSettled[item] = 1;
      this.#isIn[item] = 0;
    }
    this.#forget(items);
    return settled;
  }

  /** Nobody is short who pays nothing, however low the balance: then nothing is asked of it. */
  #isShort(position: number): boolean {
    const { positions, queueOfPosition, keptForUrgent } = this.#book;
    const queue = queueOfPosition[position] ?? 0;
    if (this.#counts[queue] === 0) return false;
    const isKeeping = position === queue && (this.#normalCounts[queue] ?? 0) > 0;
    return (positions[position] ?? 0n) < (isKeeping ? (keptForUrgent[queue] ?? 0n) : 0n);
  }

  #take(item: number): void {
    const { places, queueOfPlace, isUrgent } = this.#book;
    this.#isIn[item] = 1;
    this.#change(item, true);
    for (let at = places.starts[item] ?? 0; at < (places.starts[item + 1] ?? 0); at += 1) {
      const place = places.values[at] ?? 0;
      const queue = queueOfPlace[place] ?? 0;
      this.#counts[queue] = (this.#counts[queue] ?? 0) + 1;
      if (isUrgent[item] === 0) this.#normalCounts[queue] = (this.#normalCounts[queue] ?? 0) + 1;
      if (place >= (this.#ends[queue] ?? 0)) this.#ends[queue] = place + 1;
    }
  }

  /** Drops the last candidate of a queue, and with it whatever stands behind it in any of its queues, and so on. */
  #dropLast(queue: number): void {
    const { queued } = this.#book;
    let end = this.#ends[queue] ?? 0;
    while (end > 0 && this.#isIn[queued.values[end - 1] ?? 0] === 0) end -= 1;
    this.#ends[queue] = end;
    const dropped = [queued.values[end - 1] ?? 0];
    for (let item = dropped.pop(); item !== undefined; item = dropped.pop()) this.#drop(item, dropped);
  }

  #drop(item: number, behind: number[]): void {
    if (this.#isIn[item] === 0) return;
    const { places, queueOfPlace, isUrgent, queued } = this.#book;
    this.#isIn[item] = 0;
    this.#change(item, false);
    for (let at = places.starts[item] ?? 0; at < (places.starts[item + 1] ?? 0); at += 1) {
      const place = places.values[at] ?? 0;
      const queue = queueOfPlace[place] ?? 0;
      this.#counts[queue] = (this.#counts[queue] ?? 0) - 1;
      if (isUrgent[item] === 0) this.#normalCounts[queue] = (this.#normalCounts[queue] ?? 0) - 1;
      for (let later = (this.#ends[queue] ?? 0) - 1; later > place; later -= 1) {
        const next = queued.values[later] ?? 0;
        if (this.#isIn[next] === 1) behind.push(next);
      }
      this.#ends[queue] = Math.min(this.#ends[queue] ?? 0, place);
    }
    this.#awaitShort(item);
  }

  #change(item: number, isForward: boolean): void {
    const { changes, changeAmounts, positions } = this.#book;
    for (let at = changes.starts[item] ?? 0; at < (changes.starts[item + 1] ?? 0); at += 1) {
      const position = changes.values[at] ?? 0;
      const amount = changeAmounts[at] ?? 0n;
      positions[position] = (positions[position] ?? 0n) + (isForward ? amount : -amount);
    }
  }

  /** Puts the positions of an item that are short on the list of work, each once. */
  #awaitShort(item: number): void {
    const { changes } = this.#book;
    for (let at = changes.starts[item] ?? 0; at < (changes.starts[item + 1] ?? 0); at += 1) {
      const position = changes.values[at] ?? 0;
      if (this.#isAwaited[position] === 1 || !this.#isShort(position)) continue;
      this.#isAwaited[position] = 1;
      this.#work.push(position);
    }
  }

  /** Makes the queues of these items ready for the next set. */
  #forget(items: readonly number[]): void {
    const { places, queueOfPlace } = this.#book;
    for (const item of items) {
      for (let at = places.starts[item] ?? 0; at < (places.starts[item + 1] ?? 0); at += 1) {
        const queue = queueOfPlace[places.values[at] ?? 0] ?? 0;
        this.#ends[queue] = 0;
        this.#counts[queue] = 0;
        this.#normalCounts[queue] = 0;
      }
    }
  }
}
