// All currencies with their supplies.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { amountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { read } from "../access.ts";
import { currencySettingsSchema } from "../schemas.ts";
import { currencies as table } from "../tables.ts";

export const currencies = defineQuery({
  summary: "All currencies, each with its settings and supply.",
  readers: "public",
  params: z.strictObject({ ...pageParams }),
  result: pageOf(z.strictObject({ currency: currencySchema, supply: amountSchema, settings: currencySettingsSchema })),
  answer({ state }, { after, limit }) {
    const codeOf = (parts: readonly string[]) => present(parts[0], "a currency's key ends with its code");
    return readPage(
      table.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ currency: codeOf(parts), supply: read.supply(state, codeOf(parts)), settings: value }),
      ({ parts }) => codeOf(parts),
    );
  },
});
