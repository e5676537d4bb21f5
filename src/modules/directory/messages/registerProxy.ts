// A bank registers a proxy of its customer, or says anew what it says of one that it holds.
import { z } from "zod";
import { hashSchema, timeMsSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { events } from "../events.ts";
import {
  addPayee,
  forgetRefused,
  livePayee,
  removePayee,
  removePort,
  requireAccountFree,
  requireLife,
  requireReleased,
  requireRoom,
} from "../holding.ts";
import { refusals } from "../refusals.ts";
import { describedSchema } from "../schemas.ts";
import { payees, ports } from "../tables.ts";

export const registerProxy = defineMessage({
  summary: "Registers a proxy of a bank's customer, or replaces what the bank has said of it.",
  actors: "anyone",
  schema: z.strictObject({ proxy: hashSchema, ...describedSchema.shape }),
  result: z.strictObject({ expiresMs: timeMsSchema }),
  work: 120,
  handle({ state, actor, emit }, { proxy, lifeMs, ...described }) {
    corridors.requireParticipant(state, described.currency, actor);
    const live = livePayee(state, proxy);
    if (live !== undefined && live.bank !== actor) throw refusals.proxyTaken({});
    const before = payees.get(state, bytesToHex(proxy));
    if (before !== undefined && before.bank !== actor) requireReleased(state, before);
    requireLife(state, lifeMs);
    requireAccountFree(state, actor, described.accountHash, proxy);
    const isExpired = live === undefined && before !== undefined;
    const portsGone = isExpired && ports.has(state, bytesToHex(proxy)) ? 1 : 0;
    if (before?.bank !== actor) requireRoom(state, actor, isExpired ? 1 + portsGone : 0);

    // What has expired makes room, and so does the port to take it over.
    if (isExpired) removePort(state, proxy);
    if (before?.bank !== actor) forgetRefused(state, proxy);
    if (before !== undefined) removePayee(state, proxy);
    const expiresMs = state.timeMs + lifeMs;
    addPayee(state, proxy, { ...described, bank: actor, expiresMs });
    emit(events.proxyRegistered({ proxy, bank: actor, expiresMs }));
    return { expiresMs };
  },
});
