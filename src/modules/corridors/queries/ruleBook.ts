// One revision of a corridor's rule book.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { corridorIdSchema, revisedSchema, revisionSchema } from "../schemas.ts";
import { ruleBooks } from "../tables.ts";

export const ruleBook = defineQuery({
  summary: "A revision of a corridor's rule book, with the hash that payments under it are stamped with.",
  readers: "public",
  params: z.strictObject({ corridor: corridorIdSchema, revision: revisionSchema }),
  result: revisedSchema,
  proves: ({ corridor, revision }) => ruleBooks.key(corridor, revision),
  answer({ state }, { corridor, revision }) {
    const row = ruleBooks.get(state, corridor, revision);
    if (row === undefined) throw refusals.unknownCorridor({ corridor });
    return row;
  },
});
