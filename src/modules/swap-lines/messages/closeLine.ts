// Either central bank ends a line, or takes back or rejects a proposal.
import { z } from "zod";
import { countSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { removeLine, requireLine, requireSide } from "../lending.ts";
import { refusals } from "../refusals.ts";
import { lineNumberSchema } from "../schemas.ts";
import { lines } from "../tables.ts";

export const closeLine = defineMessage({
  summary: "Ends a line or a proposal at once for new draws; open draws run on to their ends.",
  actors: "anyone",
  schema: z.strictObject({ line: lineNumberSchema }),
  result: z.strictObject({ openDraws: countSchema }),
  work: 60,
  handle({ state, actor, emit }, { line }) {
    const row = requireLine(state, line);
    requireSide(line, row, actor);
    if (row.status === "closing") throw refusals.lineClosing({ line });

    const { openDraws } = row;
    if (openDraws === 0) removeLine(state, line, row);
    else lines.put(state, line, { ...row, status: "closing" });
    emit(events.lineClosed({ line, by: actor, openDraws }));
    return { openDraws };
  },
});
