// The modules that are stopped since a breach of their books.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { heightSchema, moduleNameSchema } from "#src/core/schemas.ts";
import { breakers as tripped } from "#src/machine/breaker.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";

export const breakers = defineQuery({
  summary: "The modules whose breaker is tripped, since when, and which book did not balance.",
  readers: "public",
  params: z.strictObject({ ...pageParams }),
  result: pageOf(z.strictObject({ module: moduleNameSchema, height: heightSchema, tally: z.string().max(128) })),
  answer({ state }, { after, limit }) {
    const nameOf = (parts: readonly string[]) => present(parts.at(-1), "a breaker's key ends with a module");
    return readPage(
      tripped.scan(state, { after, limit: (limit ?? limits.pageRowsDefault) + 1 }),
      limit,
      ({ parts, value }) => ({ module: nameOf(parts), ...value }),
      ({ parts }) => nameOf(parts),
    );
  },
});
