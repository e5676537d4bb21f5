// A recovery that guardians have begun.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { refusals } from "../refusals.ts";
import { recoveries, recoverySchema } from "../tables.ts";

export const recovery = defineQuery({
  summary: "The recovery of an account that guardians have begun.",
  readers: party("account"),
  params: z.strictObject({ account: accountSchema }),
  result: recoverySchema,
  proves: ({ account }) => recoveries.key(account),
  answer({ state }, { account }) {
    const running = recoveries.get(state, account);
    if (running === undefined) throw refusals.noRecovery({ account });
    return running;
  },
});
