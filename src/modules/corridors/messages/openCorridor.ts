// A governor opens a corridor and names its operator.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { refusals } from "../refusals.ts";
import { corridorIdSchema, reasonSchema, ruleBookSchema } from "../schemas.ts";
import { corridors } from "../tables.ts";
import { addCorridor, requireSoundRuleBook } from "../zones.ts";

export const openCorridor = defineMessage({
  summary: "Opens a corridor with its operator and first rule book; central banks then join their zones to it.",
  actors: ["governor"],
  schema: z.strictObject({
    corridor: corridorIdSchema,
    name: reasonSchema,
    /** Its key policy may be a board's: several of many keys. */
    operator: accountSchema,
    ruleBook: ruleBookSchema,
  }),
  work: ({ ruleBook }) => 200 + 10 * ruleBook.rates.length,
  handle({ state, actor }, { corridor, ruleBook, ...opened }) {
    authority.requireRole(state, actor, "governor");
    if (corridors.has(state, corridor)) throw refusals.corridorExists({ corridor });
    accounts.requireCanHold(state, opened.operator);
    requireSoundRuleBook(state, ruleBook);

    addCorridor(state, corridor, opened, ruleBook);
  },
});
