// One member of a pool.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requirePool } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { memberSchema, poolNumberSchema } from "../schemas.ts";
import { members } from "../tables.ts";

export const member = defineQuery({
  summary: "A member of a pool: its quota, what of it is lent, what it has drawn itself, and its programme.",
  readers: party("account"),
  params: z.strictObject({ pool: poolNumberSchema, account: accountSchema }),
  result: memberSchema,
  proves: ({ pool, account }) => members.key(pool, account),
  answer({ state }, { pool, account }) {
    requirePool(state, pool);
    const row = members.get(state, pool, account);
    if (row === undefined) throw refusals.unknownMember({ pool, member: account });
    return row;
  },
});
