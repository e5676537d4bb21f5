// Due queues: items by the moment they fall due, taken in order by block work, without scanning.
import { z } from "zod";
import { assert, present } from "#src/core/assert.ts";
import { countSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineTable, type Table } from "./table.ts";
import type { State, StateReader, Stored } from "./view.ts";

/** One item with the moment it falls due; the sequence keeps the order of those that fall due together. */
export interface Entry<Item> {
  readonly dueMs: number;
  readonly sequence: number;
  readonly item: Stored<Item>;
}

/** A binary heap of rows: the entry at an index falls due no later than those at twice the index, plus one or two. */
class Heap<Item> {
  readonly #entries: Table<[index: string | number], Entry<Item>>;

  constructor(entries: Table<[index: string | number], Entry<Item>>) {
    this.#entries = entries;
  }

  at(state: StateReader, index: number): Entry<Item> {
    const entry = this.#entries.get(state, index);
    return present(entry, "a heap has a row for every index below its size") as Entry<Item>;
  }

  /** Puts an entry at the first free index and lets it rise. */
  add(state: State, size: number, entry: Entry<Item>): void {
    let index = size;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.at(state, parentIndex);
      if (!isEarlier(entry, parent)) break;
      this.#put(state, index, parent);
      index = parentIndex;
    }
    this.#put(state, index, entry);
  }

  /** Takes the first entry away: the last one sinks from its place. */
  removeFirst(state: State, size: number): void {
    const last = this.at(state, size - 1);
    this.#entries.delete(state, size - 1);
    if (size > 1) this.#sink(state, size - 1, last);
  }

  #sink(state: State, size: number, entry: Entry<Item>): void {
    let index = 0;
    for (;;) {
      const childIndex = this.#earlierChild(state, index, size);
      if (childIndex === undefined) break;
      const child = this.at(state, childIndex);
      if (!isEarlier(child, entry)) break;
      this.#put(state, index, child);
      index = childIndex;
    }
    this.#put(state, index, entry);
  }

  #earlierChild(state: StateReader, index: number, size: number): number | undefined {
    const left = 2 * index + 1;
    if (left >= size) return undefined;
    const right = left + 1;
    return right < size && isEarlier(this.at(state, right), this.at(state, left)) ? right : left;
  }

  #put(state: State, index: number, entry: Entry<Item>): void {
    this.#entries.put(state, index, entry as Stored<Entry<Item>>);
  }
}

/**
 * Items by the moment they fall due, as a binary heap of rows `<root>/entry/{index}`: adding and taking read and write
 * a logarithmic number of rows and never visit empty time. Items due at the same moment leave in the order they came.
 */
export function defineDueQueue<Schema extends z.ZodType>(root: string, schema: Schema) {
  type Item = z.output<Schema>;
  const sizes = defineTable(`${root}/size`, z.strictObject({ size: countSchema, sequence: countSchema }));
  const entrySchema = z.strictObject({ dueMs: timeMsSchema, sequence: countSchema, item: schema });
  const entries = defineTable(`${root}/entry/{index}`, entrySchema as unknown as z.ZodType<Entry<Item>>);
  const heap = new Heap<Item>(entries as unknown as Table<[index: string | number], Entry<Item>>);
  const sizeOf = (state: StateReader) => sizes.get(state) ?? { size: 0, sequence: 0 };

  return {
    tables: { sizes, entries },
    size: (state: StateReader): number => sizeOf(state).size,
    add(state: State, dueMs: number, item: Stored<Item>): void {
      const { size, sequence } = sizeOf(state);
      heap.add(state, size, { dueMs, sequence, item });
      sizes.put(state, { size: size + 1, sequence: sequence + 1 });
    },
    /** The earliest moment at which something falls due. */
    nextDueMs: (state: StateReader): number | undefined =>
      sizeOf(state).size === 0 ? undefined : heap.at(state, 0).dueMs,
    /** Takes the items due at or before a moment, by default the block's time, earliest first, `most` of them at most. */
    takeDue(state: State, most: number, untilMs: number = state.timeMs): Stored<Item>[] {
      assert(most > 0, "a due queue takes at least one item");
      const taken: Stored<Item>[] = [];
      let { size, sequence } = sizeOf(state);
      while (size > 0 && taken.length < most) {
        const first = heap.at(state, 0);
        if (first.dueMs > untilMs) break;
        taken.push(first.item);
        heap.removeFirst(state, size);
        size -= 1;
      }
      if (taken.length > 0) sizes.put(state, { size, sequence });
      return taken;
    },
  };
}

function isEarlier<Item>(left: Entry<Item>, right: Entry<Item>): boolean {
  return left.dueMs < right.dueMs || (left.dueMs === right.dueMs && left.sequence < right.sequence);
}
