// The proxy behind an account commitment.
import { z } from "zod";
import { accountSchema, hashSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requirePayee } from "../holding.ts";
import { refusals } from "../refusals.ts";
import { hexHashSchema, payeeSchema } from "../schemas.ts";
import { accounts } from "../tables.ts";

export const payeeOfAccount = defineQuery({
  summary: "The proxy and the masked name of an account commitment at a bank.",
  readers: "public",
  params: z.strictObject({ bank: accountSchema, accountHash: hexHashSchema }),
  result: z.strictObject({ proxy: hashSchema, ...payeeSchema.shape }),
  proves: ({ bank, accountHash }) => accounts.key(bank, accountHash),
  answer({ state }, { bank, accountHash }) {
    const found = accounts.get(state, bank, accountHash);
    if (found === undefined) throw refusals.unknownAccount({});
    return { proxy: found.proxy, ...requirePayee(state, found.proxy) };
  },
});
