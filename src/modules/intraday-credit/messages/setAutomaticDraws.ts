// A bank says what the queues may draw on for it when its urgent items lack money.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts, tie } from "#src/modules/accounts/access.ts";
import { read as swapLines } from "#src/modules/swap-lines/access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { sourcesSchema } from "../schemas.ts";
import { lines, sources } from "../tables.ts";

export const setAutomaticDraws = defineMessage({
  summary:
    "Lets urgent items draw on the sender's line of credit, then on a swap line of its central bank, or neither.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, ...sourcesSchema.shape }),
  work: 60,
  handle({ state, actor, emit }, { currency, credit, swapLine }) {
    accounts.requireCurrency(state, currency);
    const before = sources.get(state, currency, actor);
    const isNothing = !credit && swapLine === undefined;
    if (isNothing && before === undefined) throw refusals.nothingSet({ currency });
    const isGranted = !credit || lines.has(state, currency, actor);
    const isLent =
      swapLine === undefined || swapLines.onwardLimit(state, { line: swapLine, currency, bank: actor }) !== undefined;
    if (!isGranted || !isLent) throw refusals.nothingToDraw({ currency });

    const after = { credit, ...(swapLine !== undefined && { swapLine }) };
    if (isNothing) sources.delete(state, currency, actor);
    else sources.put(state, currency, actor, after);
    if (before === undefined) tie.add(state, actor);
    if (isNothing) tie.remove(state, actor);
    emit(events.automaticDrawsSet({ currency, bank: actor, ...after }));
  },
});
