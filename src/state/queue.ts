// First-in-first-out queues: ordered work that handlers and blocks can take without scanning.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { countSchema } from "#src/core/schemas.ts";
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
