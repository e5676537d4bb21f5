// An account: its policy, guardians, sponsor and freeze.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { refusals } from "../refusals.ts";
import { accountRecordSchema, accountRecords } from "../tables.ts";

export const account = defineQuery({
  summary: "One account: its key policy, guardians, sponsor and freeze.",
  readers: party("account"),
  params: z.strictObject({ account: accountSchema }),
  result: accountRecordSchema,
  proves: (params) => accountRecords.key(params.account),
  answer({ state }, params) {
    const record = accountRecords.get(state, params.account);
    if (record === undefined) throw refusals.unknownAccount({ account: params.account });
    return record;
  },
});
