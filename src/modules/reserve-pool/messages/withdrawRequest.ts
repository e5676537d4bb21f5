// Who asked for a draw takes the request back.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { endRequest, requireRequest } from "../pooling.ts";
import { poolNumberSchema } from "../schemas.ts";

export const withdrawRequest = defineMessage({
  summary: "Takes the sender's request back before the vote is over: its collateral returns.",
  actors: "anyone",
  schema: z.strictObject({ pool: poolNumberSchema }),
  work: 120,
  handle({ state, actor, emit }, { pool }) {
    requireRequest(state, pool, actor);

    endRequest(state, pool, actor);
    emit(events.requestEnded({ pool, drawer: actor, end: "withdrawn" }));
  },
});
