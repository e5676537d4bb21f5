// What a bank may draw on a line.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { refusals } from "../refusals.ts";
import { lineNumberSchema, onwardLimitSchema } from "../schemas.ts";
import { onwardLimits } from "../tables.ts";

export const onwardLimit = defineQuery({
  summary: "How much of a currency a bank may have drawn on a line, and has.",
  readers: party("account"),
  params: z.strictObject({ line: lineNumberSchema, currency: currencySchema, account: accountSchema }),
  result: onwardLimitSchema,
  proves: ({ line, currency, account }) => onwardLimits.key(line, currency, account),
  answer({ state }, { line, currency, account }) {
    const row = onwardLimits.get(state, line, currency, account);
    if (row === undefined) throw refusals.unknownOnwardLimit({ bank: account });
    return row;
  },
});
