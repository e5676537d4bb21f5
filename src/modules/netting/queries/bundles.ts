// The bundles that wait for their payers.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { bundleIdSchema, proposalSchema } from "../schemas.ts";
import { proposals } from "../tables.ts";

export const bundles = defineQuery({
  summary: "The bundles that wait for their payers.",
  readers: "supervisor",
  params: z.strictObject({ ...pageParams }),
  result: pageOf(z.strictObject({ bundle: bundleIdSchema, ...proposalSchema.shape })),
  answer({ state }, { after, limit }) {
    const idOf = (parts: readonly string[]) => present(parts[0], "a proposal's key ends with its bundle");
    return readPage(
      proposals.scan(state, { after, limit: (limit ?? limits.pageRowsDefault) + 1 }),
      limit,
      ({ parts, value }) => ({ bundle: idOf(parts), ...value }),
      ({ parts }) => idOf(parts),
    );
  },
});
