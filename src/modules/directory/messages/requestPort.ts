// A bank asks for a proxy that another bank holds, because the customer has come to it.
import { z } from "zod";
import { hashSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { events } from "../events.ts";
import {
  addPort,
  openPort,
  removePort,
  requireAccountFree,
  requireLife,
  requireNotRefused,
  requirePayee,
  requireRoom,
} from "../holding.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { describedSchema } from "../schemas.ts";

export const requestPort = defineMessage({
  summary: "Asks the bank that holds a proxy to let it go; without an answer in time the port may be completed.",
  actors: "anyone",
  schema: z.strictObject({ proxy: hashSchema, ...describedSchema.shape }),
  result: z.strictObject({ dueMs: timeMsSchema, lapsesMs: timeMsSchema }),
  work: 120,
  handle({ state, actor, emit }, { proxy, ...described }) {
    corridors.requireParticipant(state, described.currency, actor);
    const { bank: holder } = requirePayee(state, proxy);
    if (holder === actor) throw refusals.ownProxy({});
    const open = openPort(state, proxy);
    if (open !== undefined) throw refusals.portOpen({ lapsesMs: open.lapsesMs });
    requireNotRefused(state, proxy, actor);
    requireLife(state, described.lifeMs);
    requireAccountFree(state, actor, described.accountHash, proxy);
    requireRoom(state, actor);

    // As long to complete as the holder had to answer.
    const waitMs = Number(parameters.portWaitMs.get(state));
    const dueMs = state.timeMs + waitMs;
    const lapsesMs = dueMs + waitMs;
    removePort(state, proxy);
    addPort(state, proxy, { ...described, bank: actor, dueMs, lapsesMs });
    emit(events.portRequested({ proxy, holder, requester: actor, dueMs }));
    return { dueMs, lapsesMs };
  },
});
