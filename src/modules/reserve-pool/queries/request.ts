// One request that is voted on.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requirePool } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { poolNumberSchema, requestSchema } from "../schemas.ts";
import { requests } from "../tables.ts";

export const request = defineQuery({
  summary: "A draw that is voted on: how much a member asks for, and how the vote stands.",
  readers: party("account"),
  params: z.strictObject({ pool: poolNumberSchema, account: accountSchema }),
  result: requestSchema,
  proves: ({ pool, account }) => requests.key(pool, account),
  answer({ state }, { pool, account }) {
    requirePool(state, pool);
    const row = requests.get(state, pool, account);
    if (row === undefined) throw refusals.unknownRequest({ pool, drawer: account });
    return row;
  },
});
