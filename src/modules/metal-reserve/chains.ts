// Chains: ordered lists of metal certificates that a handler walks, extends, and shortens anywhere, by key alone.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { countSchema, heightSchema } from "#src/core/schemas.ts";
import { defineTable } from "#src/state/table.ts";
import type { State, StateReader } from "#src/state/view.ts";
import { certificateIdSchema } from "./schemas.ts";

const endsSchema = z.strictObject({ first: certificateIdSchema, last: certificateIdSchema, count: countSchema });

const linkSchema = z.strictObject({
  chain: z.string().max(64),
  previous: certificateIdSchema.nullable(),
  next: certificateIdSchema.nullable(),
  /** The block in which it joined, by which chains are merged oldest first. */
  sinceHeight: heightSchema,
});

/** Rows `<root>/ends/{chain}` and `<root>/link/{certificateId}`; a certificate is in one chain of a root at most. */
export function defineChain(root: string) {
  const ends = defineTable(`${root}/ends/{chain}`, endsSchema);
  const links = defineTable(`${root}/link/{certificateId}`, linkSchema);
  const linkOf = (state: StateReader, certificateId: number) =>
    present(links.get(state, certificateId), "a certificate in a chain has a link");

  return {
    tables: { ends, links },
    isIn: (state: StateReader, chain: string, certificateId: number): boolean =>
      links.get(state, certificateId)?.chain === chain,
    count: (state: StateReader, chain: string): number => ends.get(state, chain)?.count ?? 0,
    first: (state: StateReader, chain: string): number | undefined => ends.get(state, chain)?.first,
    next: (state: StateReader, certificateId: number): number | undefined =>
      linkOf(state, certificateId).next ?? undefined,
    sinceHeight: (state: StateReader, certificateId: number): number => linkOf(state, certificateId).sinceHeight,
    /** Adds at the end. */
    append(state: State, chain: string, certificateId: number): void {
      const before = ends.get(state, chain);
      const previous = before?.last ?? null;
      if (previous !== null) links.put(state, previous, { ...linkOf(state, previous), next: certificateId });
      links.put(state, certificateId, { chain, previous, next: null, sinceHeight: state.height });
      ends.put(state, chain, {
        first: before?.first ?? certificateId,
        last: certificateId,
        count: (before?.count ?? 0) + 1,
      });
    },
    /** Takes out of its chain, wherever it stands. */
    remove(state: State, certificateId: number): void {
      const { chain, previous, next } = linkOf(state, certificateId);
      const { first, last, count } = present(ends.get(state, chain), "a chain with a link has ends");
      if (previous !== null) links.put(state, previous, { ...linkOf(state, previous), next });
      if (next !== null) links.put(state, next, { ...linkOf(state, next), previous });
      links.delete(state, certificateId);
      if (count === 1) ends.delete(state, chain);
      else
        ends.put(state, chain, {
          first: previous === null ? (next ?? first) : first,
          last: next === null ? (previous ?? last) : last,
          count: count - 1,
        });
    },
  };
}
