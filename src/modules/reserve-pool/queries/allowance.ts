// What a member may draw, and what the others could contribute now.
import { z } from "zod";
import { accountSchema, amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { contributors } from "../funding.ts";
import { requirePool } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { allowanceOf } from "../rules.ts";
import { poolNumberSchema } from "../schemas.ts";
import { members } from "../tables.ts";

export const allowance = defineQuery({
  summary:
    "What a member may have drawn at once, with a vote and a programme and without, and what the others have now.",
  readers: party("account"),
  params: z.strictObject({ pool: poolNumberSchema, account: accountSchema }),
  result: z.strictObject({
    drawn: amountSchema,
    most: amountSchema,
    /** Of the most: what needs no programme, and what needs no vote either. */
    delinked: amountSchema,
    unvoted: amountSchema,
    fundable: amountSchema,
  }),
  answer({ state }, { pool, account }) {
    const row = requirePool(state, pool);
    const member = members.get(state, pool, account);
    if (member === undefined) throw refusals.unknownMember({ pool, member: account });
    const able = contributors(state, pool, row, { drawer: account, requestedMs: state.timeMs });
    const fundable = able.reduce((sum, { capacity }) => sum + capacity, 0n);
    return { drawn: member.drawn, ...allowanceOf(member, row.terms), fundable };
  },
});
