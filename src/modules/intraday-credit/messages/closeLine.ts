// A central bank ends a line: at once without draws, else with the last one.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { putLine } from "../debts.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { lines } from "../tables.ts";

export const closeLine = defineMessage({
  summary: "Ends what a bank may draw; what it has drawn is repaid as it was agreed.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, bank: accountSchema }),
  work: 60,
  handle({ state, actor, emit }, { currency, bank }) {
    if (accounts.requireCurrency(state, currency).issuer !== actor) throw refusals.notCentralBank({ currency });
    const line = lines.get(state, currency, bank);
    if (line === undefined) throw refusals.unknownLine({ currency, bank });
    if (line.isEnded) throw refusals.lineEnded({ currency });

    putLine(state, { currency, account: bank }, { ...line, isEnded: true });
    emit(events.lineClosed({ currency, bank, by: actor, drawn: line.drawn }));
  },
});
