// Ordered work that handlers and blocks can take without scanning: first-in-first-out queues and due queues.
import { z } from "zod";
import { assert, present } from "#src/core/assert.ts";
import { countSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineTable, type KeyPart } from "./table.ts";
import type { State, StateReader, Stored } from "./view.ts";

const endsSchema = z.strictObject({ first: countSchema, next: countSchema });

/**
 * A queue per name: rows `<root>/ends/{queue}` and `<root>/item/{queue}/{sequence}`. Removing from the middle is not
 * offered: an entry that has lost its meaning is skipped when it is taken.
 */
export function defineQueue<Schema extends z.ZodType>(root: string, schema: Schema) {
  type Item = z.output<Schema>;
  const ends = defineTable(`${root}/ends/{queue}`, endsSchema);
  const items = defineTable(`${root}/item/{queue}/{sequence}`, schema);
  const endsOf = (state: StateReader, queue: KeyPart) => ends.get(state, queue) ?? { first: 0, next: 0 };
  return {
    tables: { ends, items },
    size(state: StateReader, queue: KeyPart): number {
      const { first, next } = endsOf(state, queue);
      return next - first;
    },
    /** Adds at the end and returns the item's sequence number. */
    push(state: State, queue: KeyPart, item: Stored<Item>): number {
      const { first, next } = endsOf(state, queue);
      items.put(state, queue, next, item);
      ends.put(state, queue, { first, next: next + 1 });
      return next;
    },
    peek(state: StateReader, queue: KeyPart): Stored<Item> | undefined {
      const { first, next } = endsOf(state, queue);
      return first === next ? undefined : items.get(state, queue, first);
    },
    /** Takes the oldest item, if there is one. */
    take(state: State, queue: KeyPart): Stored<Item> | undefined {
      const { first, next } = endsOf(state, queue);
      if (first === next) return undefined;
      const item = present(items.get(state, queue, first), "a queue has a row for every item between its ends");
      items.delete(state, queue, first);
      if (first + 1 === next) ends.delete(state, queue);
      else ends.put(state, queue, { first: first + 1, next });
      return item;
    },
  };
}

/**
 * Items by the moment they fall due, as a binary heap of rows `<root>/entry/{index}`: adding and taking read and write
 * a logarithmic number of rows and never visit empty time. Items due at the same moment leave in the order they came.
 */
export function defineDueQueue<Schema extends z.ZodType>(root: string, schema: Schema) {
  type Item = z.output<Schema>;
  type Entry = { readonly dueMs: number; readonly sequence: number; readonly item: Stored<Item> };
  const sizes = defineTable(`${root}/size`, z.strictObject({ size: countSchema, sequence: countSchema }));
  const entrySchema = z.strictObject({ dueMs: timeMsSchema, sequence: countSchema, item: schema });
  const entries = defineTable(`${root}/entry/{index}`, entrySchema as unknown as z.ZodType<Entry>);

  const entryAt = (state: StateReader, index: number): Entry =>
    present(entries.get(state, index), "a heap has a row for every index below its size") as Entry;
  const put = (state: State, index: number, entry: Entry) => entries.put(state, index, entry as Stored<Entry>);
  const sizeOf = (state: StateReader) => sizes.get(state) ?? { size: 0, sequence: 0 };
  const earlier = (left: Entry, right: Entry) =>
    left.dueMs < right.dueMs || (left.dueMs === right.dueMs && left.sequence < right.sequence);

  const siftUp = (state: State, start: number, entry: Entry): void => {
    let index = start;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = entryAt(state, parentIndex);
      if (!earlier(entry, parent)) break;
      put(state, index, parent);
      index = parentIndex;
    }
    put(state, index, entry);
  };
  const siftDown = (state: State, size: number, entry: Entry): void => {
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      if (childIndex >= size) break;
      let child = entryAt(state, childIndex);
      if (childIndex + 1 < size) {
        const right = entryAt(state, childIndex + 1);
        if (earlier(right, child)) {
          child = right;
          childIndex += 1;
        }
      }
      if (!earlier(child, entry)) break;
      put(state, index, child);
      index = childIndex;
    }
    put(state, index, entry);
  };

  return {
    tables: { sizes, entries },
    size: (state: StateReader): number => sizeOf(state).size,
    add(state: State, dueMs: number, item: Stored<Item>): void {
      const { size, sequence } = sizeOf(state);
      siftUp(state, size, { dueMs, sequence, item });
      sizes.put(state, { size: size + 1, sequence: sequence + 1 });
    },
    /** The earliest moment at which something falls due. */
    nextDueMs: (state: StateReader): number | undefined =>
      sizeOf(state).size === 0 ? undefined : entryAt(state, 0).dueMs,
    /** Takes the items due at or before the block's time, earliest first, `most` of them at most. */
    takeDue(state: State, most: number): Stored<Item>[] {
      assert(most > 0, "a due queue takes at least one item");
      const taken: Stored<Item>[] = [];
      let { size, sequence } = sizeOf(state);
      while (size > 0 && taken.length < most) {
        const first = entryAt(state, 0);
        if (first.dueMs > state.timeMs) break;
        taken.push(first.item);
        size -= 1;
        const last = entryAt(state, size);
        entries.delete(state, size);
        if (size > 0) siftDown(state, size, last);
      }
      if (taken.length > 0) sizes.put(state, { size, sequence });
      return taken;
    },
  };
}
