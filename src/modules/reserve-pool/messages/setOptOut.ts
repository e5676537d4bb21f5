// A member opts out of contributing, or in again.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { requireMembership, requirePool } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { poolNumberSchema } from "../schemas.ts";
import { members } from "../tables.ts";

export const setOptOut = defineMessage({
  summary: "Opts out of contributing to requests made from now on, and of drawing; or opts in again.",
  actors: "anyone",
  schema: z.strictObject({ pool: poolNumberSchema, isOut: z.boolean() }),
  work: 60,
  handle({ state, actor, emit }, { pool, isOut }) {
    requirePool(state, pool);
    const { optedOutMs, ...member } = requireMembership(state, pool, actor);
    if ((optedOutMs !== undefined) === isOut) throw refusals.optOutUnchanged({ isOut });

    members.put(state, pool, actor, isOut ? { ...member, optedOutMs: state.timeMs } : member);
    emit(events.optOutSet({ pool, member: actor, isOut }));
  },
});
