// A member leaves, or whom a proposal names declines it.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { removePool, requireMembership, requirePool } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { poolNumberSchema } from "../schemas.ts";
import { members, pools } from "../tables.ts";

export const leavePool = defineMessage({
  summary:
    "Leaves a pool in which the sender has nothing lent or drawn; a pool that was not open yet is given up by that.",
  actors: "anyone",
  schema: z.strictObject({ pool: poolNumberSchema }),
  work: 120,
  handle({ state, actor, emit }, { pool }) {
    const row = requirePool(state, pool);
    if (row.status === "proposed") {
      if (row.terms.members.every(({ centralBank }) => centralBank !== actor)) throw refusals.notNamed({ pool });
      removePool(state, pool, row);
      emit(events.poolAbandoned({ pool, by: actor }));
      return;
    }
    const { lent, openDraws } = requireMembership(state, pool, actor);
    const { openRequests } = row;
    if (lent > 0n || openDraws > 0 || openRequests > 0) throw refusals.memberBound({ lent, openDraws, openRequests });

    members.delete(state, pool, actor);
    const joined = row.joined - 1;
    pools.put(state, pool, { ...row, joined });
    // Nobody pools with itself: with whom else it had lent or drawn could not have left.
    if (joined === 1) removePool(state, pool, row);
    emit(events.memberDeparted({ pool, member: actor }));
  },
});
