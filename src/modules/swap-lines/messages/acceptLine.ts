// The central bank to which a line was proposed accepts it.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { requireLine } from "../lending.ts";
import { refusals } from "../refusals.ts";
import { lineNumberSchema } from "../schemas.ts";
import { lines } from "../tables.ts";

export const acceptLine = defineMessage({
  summary: "Accepts a line as it was proposed: from then on each side may draw newly lent money of the other.",
  actors: "anyone",
  schema: z.strictObject({ line: lineNumberSchema }),
  work: 60,
  handle({ state, actor, emit }, { line }) {
    const row = requireLine(state, line);
    if (row.acceptor.centralBank !== actor) throw refusals.notCounterparty({ line });
    if (row.status !== "proposed") throw refusals.lineAgreed({ line });
    const { expiresMs } = row.terms;
    if (state.timeMs >= expiresMs) throw refusals.lineExpired({ expiresMs, blockTimeMs: state.timeMs });

    lines.put(state, line, { ...row, status: "open" });
    emit(events.lineAccepted({ line, by: actor }));
  },
});
