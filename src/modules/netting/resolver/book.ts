// The queues that a settlement looks at, laid out in flat arrays: who pays whom, in which order, and what each payer may spend.
import { assert } from "#src/core/assert.ts";

/** What stands behind the queue of one payer in one currency. Whoever is only paid has a queue too, an empty one. */
export interface QueueFunds {
  /** The balance less what is kept for payments outside the queues; below zero while the balance does not reach that. */
  readonly spendable: bigint;
  /** What an item that is not urgent leaves untouched of it. */
  readonly keptForUrgent: bigint;
}

/** How much more a payer lets flow out, net, to one other or to all. */
export interface LimitRoom {
  /** The queue whose items use it up. */
  readonly queue: number;
  readonly room: bigint;
}

export interface NettingLeg {
  /** The payer's queue and the payee's, in one currency. */
  readonly from: number;
  readonly to: number;
  readonly amount: bigint;
  /** Limits of the payer that it uses up, and limits of the payee that it gives room back. */
  readonly uses?: readonly number[];
  readonly frees?: readonly number[];
}

/** A payment, or a bundle of legs that settle together or not at all. */
export interface NettingItem {
  readonly isUrgent: boolean;
  readonly legs: readonly NettingLeg[];
}

export interface NettingProblem {
  readonly queues: readonly QueueFunds[];
  readonly limits: readonly LimitRoom[];
  /** In the order of every queue: urgent items first, then by age. */
  readonly items: readonly NettingItem[];
}

/** Lists of whole numbers of many owners behind each other: those of owner `n` lie from `starts[n]` to `starts[n + 1]`. */
export interface Lists {
  readonly starts: Int32Array;
  readonly values: Int32Array;
}

/**
 * A position is a sum that must not fall too low: first one of each queue (what it may spend), then one of each limit.
 * Every item is a list of changes to positions, and stands at a place in each queue that it is paid from.
 */
export interface Book {
  readonly positions: bigint[];
  readonly keptForUrgent: readonly bigint[];
  /** The queue whose last items go when a position is short. */
  readonly queueOfPosition: Int32Array;
  readonly isUrgent: Uint8Array;
  /** 1 once an item has been settled. */
  readonly isSettled: Uint8Array;
  readonly items: readonly NettingItem[];
  /** By item: the positions that it changes, and by how much. */
  readonly changes: Lists;
  readonly changeAmounts: readonly bigint[];
  /** By queue: its items in order. */
  readonly queued: Lists;
  /** By item: where it stands among all queued places. */
  readonly places: Lists;
  /** By place: its queue. */
  readonly queueOfPlace: Int32Array;
}

export function openBook({ queues, limits, items }: NettingProblem): Book {
  const positions = [...queues.map(({ spendable }) => spendable), ...limits.map(({ room }) => room)];
  const queueOfPosition = Int32Array.from(positions, (_, at) => limits[at - queues.length]?.queue ?? at);
  const standing = queuesOfItems(items, queues.length);
  const queued = turnedAround(standing, queues.length);
  return {
    ...{ positions, queueOfPosition, items, queued },
    keptForUrgent: queues.map(({ keptForUrgent }) => keptForUrgent),
    isUrgent: Uint8Array.from(items, ({ isUrgent }) => (isUrgent ? 1 : 0)),
    isSettled: new Uint8Array(items.length),
    ...changesOf(items, queues.length),
    ...placesOf(standing, queued),
  };
}

/** The queues that each item is paid from, each once: a payer may have several legs of a bundle. */
function queuesOfItems(items: readonly NettingItem[], queueCount: number): Lists {
  const starts = new Int32Array(items.length + 1);
  const values: number[] = [];
  const lastItem = new Int32Array(queueCount).fill(-1);
  items.forEach(({ legs }, item) => {
    for (const { from, to } of legs) {
      assert(from < queueCount && to < queueCount, "a leg names queues of the problem");
      if (lastItem[from] === item) continue;
      lastItem[from] = item;
      values.push(from);
    }
    starts[item + 1] = values.length;
  });
  return { starts, values: Int32Array.from(values) };
}

/** The same pairs by value: its owners in their order. */
function turnedAround({ starts, values }: Lists, valueCount: number): Lists {
  const turned = new Int32Array(valueCount + 1);
  for (const value of values) turned[value + 1] = (turned[value + 1] ?? 0) + 1;
  for (let value = 0; value < valueCount; value += 1)
    turned[value + 1] = (turned[value + 1] ?? 0) + (turned[value] ?? 0);
  const next = turned.slice();
  const owners = new Int32Array(values.length);
  for (let owner = 0; owner + 1 < starts.length; owner += 1) {
    for (let at = starts[owner] ?? 0; at < (starts[owner + 1] ?? 0); at += 1) {
      const value = values[at] ?? 0;
      const place = next[value] ?? 0;
      owners[place] = owner;
      next[value] = place + 1;
    }
  }
  return { starts: turned, values: owners };
}

function placesOf(standing: Lists, queued: Lists): Pick<Book, "places" | "queueOfPlace"> {
  const queueOfPlace = new Int32Array(queued.values.length);
  const next = standing.starts.slice();
  const values = new Int32Array(queued.values.length);
  for (let queue = 0; queue + 1 < queued.starts.length; queue += 1) {
    for (let place = queued.starts[queue] ?? 0; place < (queued.starts[queue + 1] ?? 0); place += 1) {
      queueOfPlace[place] = queue;
      const item = queued.values[place] ?? 0;
      values[next[item] ?? 0] = place;
      next[item] = (next[item] ?? 0) + 1;
    }
  }
  return { places: { starts: standing.starts, values }, queueOfPlace };
}

function changesOf(items: readonly NettingItem[], queueCount: number): Pick<Book, "changes" | "changeAmounts"> {
  const starts = new Int32Array(items.length + 1);
  const values: number[] = [];
  const changeAmounts: bigint[] = [];
  const change = (position: number, amount: bigint) => {
    values.push(position);
    changeAmounts.push(amount);
  };
  items.forEach(({ legs }, item) => {
    for (const { from, to, amount, uses, frees } of legs) {
      change(from, -amount);
      change(to, amount);
      for (const limit of uses ?? []) change(queueCount + limit, -amount);
      for (const limit of frees ?? []) change(queueCount + limit, amount);
    }
    starts[item + 1] = values.length;
  });
  return { changes: { starts, values: Int32Array.from(values) }, changeAmounts };
}
