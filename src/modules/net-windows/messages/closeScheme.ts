// A scheme takes nothing new any more.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { changeCounts, removeScheme, requireOpenScheme } from "../membership.ts";
import { refusals } from "../refusals.ts";
import { schemeNumberSchema } from "../schemas.ts";
import { rosters, schemes } from "../tables.ts";

export const closeScheme = defineMessage({
  summary: "Ends a scheme for new payments; what was taken is settled, and the scheme goes with its last member.",
  actors: "anyone",
  schema: z.strictObject({ scheme: schemeNumberSchema }),
  work: 200,
  handle({ state, actor, emit }, { scheme }) {
    const row = requireOpenScheme(state, scheme);
    const { issuer } = accounts.requireCurrency(state, row.currency);
    if (actor !== row.operator && actor !== issuer) throw refusals.notOperator({ scheme });

    schemes.put(state, scheme, { ...row, status: "closing" });
    changeCounts(state, row.currency, { open: -1, closing: 1 });
    emit(events.schemeClosed({ scheme }));
    if (!rosters.has(state, scheme)) removeScheme(state, scheme);
  },
});
