// A corridor's operator publishes the next revision of its rule book.
import { z } from "zod";
import { heightSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { ruleBookHash } from "../rules.ts";
import { corridorIdSchema, revisionSchema, ruleBookSchema } from "../schemas.ts";
import { corridors, ruleBooks } from "../tables.ts";
import { afterNotice, requireOperator, requireSoundRuleBook, revisionOf } from "../zones.ts";

export const publishRuleBook = defineMessage({
  summary:
    "Publishes a corridor's next rule book, from a height after notice; one that closes the corridor may hold at once.",
  actors: "anyone",
  schema: z.strictObject({
    corridor: corridorIdSchema,
    ruleBook: ruleBookSchema,
    /** Absent: as soon as may be. */
    fromHeight: heightSchema.optional(),
  }),
  result: z.strictObject({ revision: revisionSchema, fromHeight: heightSchema }),
  work: ({ ruleBook }) => 200 + 10 * ruleBook.rates.length,
  handle({ state, actor, emit }, { corridor, ruleBook, fromHeight: asked }) {
    const row = requireOperator(state, actor, corridor);
    requireSoundRuleBook(state, ruleBook);
    const earliest = ruleBook.stage === "closed" ? state.height : afterNotice(state);
    const fromHeight = asked ?? earliest;
    if (fromHeight < earliest) throw refusals.noticeTooShort({ earliest });

    const revision = row.lastRevision + 1;
    const hash = ruleBookHash(corridor, revision, ruleBook);
    const next = { revision, fromHeight };
    corridors.put(state, corridor, { ...row, revision: revisionOf(row, state.height), next, lastRevision: revision });
    ruleBooks.put(state, corridor, revision, { ruleBook, hash });
    emit(events.ruleBookPublished({ corridor, revision, ruleBook, hash, fromHeight }));
    return { revision, fromHeight };
  },
});
