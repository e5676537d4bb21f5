// Queries: questions about state at one height, answered outside of consensus.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import type { StateScanner, Stored } from "#src/state/view.ts";
import type { Readers } from "./readers.ts";

export interface QueryContext {
  readonly state: StateScanner;
}

/** What a query may hand out: rows as they came from state will do. */
type Answer<Result extends z.ZodType> = z.output<Result> | Stored<z.output<Result>>;

export interface QueryDefinition<Params extends z.ZodObject = z.ZodObject, Result extends z.ZodType = z.ZodType> {
  /** One sentence for documents. */
  readonly summary: string;
  /** Who may read the answer where read scopes are enforced: anyone, a supervisor alone, or the parties of the row. */
  readonly readers: Readers;
  /** Whether the answer takes much computing: it is kept for whoever asks the same again, and few are made at once. */
  readonly isCostly?: true;
  readonly params: Params;
  readonly result: Result;
  /** The state key of the one stored value that the answer shows: such a query can be proved. */
  proves?(params: z.output<Params>): string;
  answer(context: QueryContext, params: z.output<Params>): Answer<Result> | Promise<Answer<Result>>;
}

export function defineQuery<Params extends z.ZodObject, Result extends z.ZodType>(
  definition: QueryDefinition<Params, Result>,
): QueryDefinition<Params, Result> {
  return definition;
}

/** The paging parameters of every list: `after` is the cursor that the page before gave as `next`. */
export const pageParams = {
  after: z.string().min(1).max(limits.keyLengthMax).optional(),
  limit: z.int().min(1).max(limits.pageRowsMax).optional(),
} as const;

/** A page of a list: `next` is absent on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item).max(limits.pageRowsMax), next: z.string().optional() });
}

/** Reads one page from rows in key order; `cursorOf` names the place after which the next page begins. */
export async function readPage<Row, Item>(
  rows: AsyncIterable<Row>,
  limit: number | undefined,
  itemOf: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): Promise<{ items: Item[]; next?: string }> {
  const most = limit ?? limits.pageRowsDefault;
  const items: Item[] = [];
  let last: Row | undefined;
  for await (const row of rows) {
    if (items.length === most && last !== undefined) return { items, next: cursorOf(last) };
    items.push(itemOf(row));
    last = row;
  }
  return { items };
}
