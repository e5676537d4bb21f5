// One open lock.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { refusals } from "../refusals.ts";
import { lockNumberSchema, lockShownSchema } from "../schemas.ts";
import { locks } from "../tables.ts";

export const lock = defineQuery({
  summary: "One open lock; a closed one leaves no row, only its event.",
  readers: party(["payer", "payee"]),
  params: z.strictObject({ lock: lockNumberSchema }),
  result: lockShownSchema,
  proves: (params) => locks.key(params.lock),
  answer({ state }, { lock: number }) {
    const open = locks.get(state, number);
    if (open === undefined) throw refusals.unknownLock({ lock: number });
    return { lock: number, ...open };
  },
});
