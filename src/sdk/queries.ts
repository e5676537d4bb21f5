// Questions to the ledger: their parameters as a query string, and lists page by page.
import { z } from "zod";
import type { ItemOf, PagedName, ParamsOf, QueryName, ResultOf } from "./definitions.ts";
import { type Http, parsed } from "./http.ts";

export interface QueryOptions {
  /** After which height to read; the newest unless said otherwise. */
  readonly height?: number;
  readonly signal?: AbortSignal;
}

/** `?a=1&b=2&b=3`, or nothing. */
export function searchOf(params: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item) => item !== undefined)
      .map((item): [string, string] => [name, String(item)]),
  );
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}

/** The answer in its JSON form, as the node says it: `ProvedState` is for those who do not believe it. */
export async function ask<Name extends QueryName>(
  http: Http,
  name: Name,
  params: ParamsOf<Name>,
  { height, signal }: QueryOptions,
): Promise<ResultOf<Name>> {
  const { json } = await http.send({ path: `/v1/${name}${searchOf({ ...params, height })}`, signal });
  return parsed(http.baseUrl, objectSchema, json) as ResultOf<Name>;
}

const objectSchema = z.looseObject({});
const pageSchema = z.object({ items: z.array(z.unknown()), next: z.string().optional() });

/** All items of a list, asked for page by page as they are taken. */
export async function* askAll<Name extends PagedName>(
  http: Http,
  name: Name,
  params: ParamsOf<Name>,
  { height, signal }: QueryOptions,
): AsyncGenerator<ItemOf<Name>> {
  let after = (params as { readonly after?: string }).after;
  do {
    const search = searchOf({ ...params, after, height });
    const { json } = await http.send({ path: `/v1/${name}${search}`, signal });
    const { items, next } = parsed(http.baseUrl, pageSchema, json);
    yield* items as ItemOf<Name>[];
    after = next;
  } while (after !== undefined);
}
