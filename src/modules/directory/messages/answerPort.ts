// The bank that holds a proxy lets it go or keeps it; the bank that asked takes its question back.
import { z } from "zod";
import { hashSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { events } from "../events.ts";
import { completePorting, livePayee, noteRefused, removePort, requireAccountFree, requirePort } from "../holding.ts";
import { refusals } from "../refusals.ts";
import { isLapsed } from "../rules.ts";

export const answerPort = defineMessage({
  summary:
    "Lets a proxy go to the bank that asks for it, at once, or ends the port: the holder or who asked may end it.",
  actors: "anyone",
  schema: z.strictObject({ proxy: hashSchema, consents: z.boolean() }),
  work: 100,
  handle({ state, actor, emit }, { proxy, consents }) {
    const port = requirePort(state, proxy);
    const holder = livePayee(state, proxy)?.bank;
    if (actor !== holder && (consents || actor !== port.bank)) throw refusals.notHolder({});
    if (!consents) {
      removePort(state, proxy);
      if (actor === holder) noteRefused(state, proxy, port.bank);
      emit(events.portRejected({ proxy, requester: port.bank, by: actor }));
      return;
    }
    if (isLapsed(port, state.timeMs)) throw refusals.portLapsed({ lapsesMs: port.lapsesMs });
    corridors.requireParticipant(state, port.currency, port.bank);
    requireAccountFree(state, port.bank, port.accountHash, proxy);

    completePorting(state, proxy, port);
    emit(events.proxyPorted({ proxy, from: actor, to: port.bank, hasConsent: true }));
  },
});
