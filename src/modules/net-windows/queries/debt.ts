// What a suspended member owes.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireScheme } from "../membership.ts";
import { refusals } from "../refusals.ts";
import { debtSchema, schemeNumberSchema } from "../schemas.ts";
import { debts } from "../tables.ts";

export const debt = defineQuery({
  summary: "What a suspended member owes those who bore its losses, claim by claim.",
  readers: party("account"),
  params: z.strictObject({ scheme: schemeNumberSchema, account: accountSchema }),
  result: debtSchema,
  proves: (params) => debts.key(params.scheme, params.account),
  answer({ state }, { scheme, account }) {
    requireScheme(state, scheme);
    const row = debts.get(state, scheme, account);
    if (row === undefined) throw refusals.noDebt({ account });
    return row;
  },
});
