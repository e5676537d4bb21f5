// The operator gives an owner its part of a pool that a central bank has ended, so that nobody's silence keeps it open.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { payOut, requirePool } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { poolNumberSchema, sidesSchema } from "../schemas.ts";
import { shares as sharesTable } from "../tables.ts";

export const payOwnerOut = defineMessage({
  summary: "Gives one owner all its part of a pool to which a central bank does not consent any more.",
  actors: "anyone",
  schema: z.strictObject({ pool: poolNumberSchema, account: accountSchema }),
  result: z.strictObject({ amounts: sidesSchema }),
  work: 300,
  handle({ state, actor }, { pool: number, account: owner }) {
    const pool = requirePool(state, number);
    corridors.requireOperator(state, actor, pool.corridor);
    if (pool.reserves.every(({ hasConsent }) => hasConsent)) throw refusals.consentsGiven({ pool: number });
    const shares = sharesTable.get(state, number, owner);
    if (shares === undefined) throw refusals.sharesShort({ held: 0n });

    return { amounts: payOut(state, number, { pool, owner, shares }) };
  },
});
