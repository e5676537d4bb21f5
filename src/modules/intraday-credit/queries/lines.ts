// The lines that a central bank has granted.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { lineSchema } from "../schemas.ts";
import { lines as table } from "../tables.ts";

export const lines = defineQuery({
  summary: "The lines in a currency, by bank.",
  readers: party([]),
  params: z.strictObject({ currency: currencySchema, ...pageParams }),
  result: pageOf(z.strictObject({ bank: accountSchema, line: lineSchema })),
  answer({ state }, { currency, after, limit }) {
    const bankOf = (parts: readonly string[]) => present(parts[1], "a line's key ends with a bank");
    return readPage(
      table.scan(state, { within: [currency], after }),
      limit,
      ({ parts, value }) => ({ bank: accountSchema.parse(bankOf(parts)), line: value }),
      ({ parts }) => bankOf(parts),
    );
  },
});
