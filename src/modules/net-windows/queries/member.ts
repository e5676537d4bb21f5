// One member of a scheme.
import { z } from "zod";
import { maximum, minimum } from "#src/core/arithmetic.ts";
import { accountSchema, amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { capOf, requireMember, requireScheme, slackOf } from "../membership.ts";
import { totalDebit } from "../rules.ts";
import { memberSchema, schemeNumberSchema } from "../schemas.ts";
import { members } from "../tables.ts";

export const member = defineQuery({
  summary: "A member: caps, collateral, positions, debit, and how much more debit caps and cover leave it.",
  readers: party("account"),
  params: z.strictObject({ scheme: schemeNumberSchema, account: accountSchema }),
  result: z.strictObject({ ...memberSchema.shape, debit: amountSchema, debitLeft: amountSchema }),
  proves: (params) => members.key(params.scheme, params.account),
  answer({ state }, { scheme, account }) {
    const row = requireScheme(state, scheme);
    const found = requireMember(state, scheme, account);
    const debit = totalDebit(found);
    const unshared = maximum(0n, found.collateral - debit - found.lossShareMost);
    const covered = unshared + maximum(0n, slackOf(row));
    const canPay = found.status === "active" && row.status === "open";
    return { ...found, debit, debitLeft: canPay ? minimum(capOf(found) - debit, covered) : 0n };
  },
});
