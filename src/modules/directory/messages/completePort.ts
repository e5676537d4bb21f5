// The bank that asked for a proxy takes it when the bank that held it has not answered.
import { z } from "zod";
import { hashSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { events } from "../events.ts";
import { completePorting, requireAccountFree, requirePayee, requirePort } from "../holding.ts";
import { refusals } from "../refusals.ts";
import { isLapsed } from "../rules.ts";

export const completePort = defineMessage({
  summary: "Takes over a proxy whose bank has left the question for it without an answer until it was due.",
  actors: "anyone",
  schema: z.strictObject({ proxy: hashSchema }),
  work: 100,
  handle({ state, actor, emit }, { proxy }) {
    const port = requirePort(state, proxy);
    if (port.bank !== actor) throw refusals.notRequester({});
    corridors.requireParticipant(state, port.currency, actor);
    const { bank: from } = requirePayee(state, proxy);
    if (state.timeMs < port.dueMs) throw refusals.portTooEarly({ dueMs: port.dueMs });
    if (isLapsed(port, state.timeMs)) throw refusals.portLapsed({ lapsesMs: port.lapsesMs });
    requireAccountFree(state, actor, port.accountHash, proxy);

    completePorting(state, proxy, port);
    emit(events.proxyPorted({ proxy, from, to: actor, hasConsent: false }));
  },
});
