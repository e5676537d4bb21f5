// A central bank joins a pool as its terms name it.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { join, requirePool } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { poolNumberSchema } from "../schemas.ts";
import { members, pools } from "../tables.ts";

export const joinPool = defineMessage({
  summary: "Joins a pool under its terms: what others draw is taken from the sender's balance, up to its quota.",
  actors: "anyone",
  schema: z.strictObject({ pool: poolNumberSchema }),
  result: z.strictObject({ isOpen: z.boolean() }),
  work: 120,
  handle({ state, actor, emit }, { pool }) {
    const row = requirePool(state, pool);
    const { terms } = row;
    if (terms.members.every(({ centralBank }) => centralBank !== actor)) throw refusals.notNamed({ pool });
    if (members.has(state, pool, actor)) throw refusals.alreadyJoined({ pool });
    if (row.status === "open") throw refusals.poolOpen({ pool });
    const { expiresMs } = terms;
    if (state.timeMs >= expiresMs) throw refusals.poolExpired({ expiresMs, blockTimeMs: state.timeMs });

    const joined = row.joined + 1;
    const isOpen = joined === terms.members.length;
    pools.put(state, pool, { ...row, joined, status: isOpen ? "open" : "proposed" });
    join(state, pool, row, actor);
    emit(events.poolJoined({ pool, member: actor, isOpen }));
    return { isOpen };
  },
});
