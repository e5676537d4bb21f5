// A corridor's operator closes a pool in which nobody has a share.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { tie } from "#src/modules/accounts/access.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { events } from "../events.ts";
import { requirePool } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { poolNumberSchema } from "../schemas.ts";
import { corridorPools, pools } from "../tables.ts";

export const closePool = defineMessage({
  summary: "Closes an empty pool, so that another one of its currencies can be opened on other terms.",
  actors: "anyone",
  schema: z.strictObject({ pool: poolNumberSchema }),
  work: 80,
  handle({ state, actor, emit }, { pool }) {
    const { corridor, shares } = requirePool(state, pool);
    corridors.requireOperator(state, actor, corridor);
    if (shares > 0n) throw refusals.poolNotEmpty({ shares });

    pools.delete(state, pool);
    const left = (corridorPools.get(state, corridor) ?? []).filter((other) => other !== pool);
    if (left.length === 0) corridorPools.delete(state, corridor);
    else corridorPools.put(state, corridor, left);
    tie.remove(state, actor);
    emit(events.poolClosed({ pool, corridor }));
  },
});
