// A proxy leaves the directory: by its bank, by the central bank of its zone, or by anybody once it has expired and was not renewed.
import { z } from "zod";
import { hashSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { events } from "../events.ts";
import { forgetRefused, removePayee, removePort, requireReleased } from "../holding.ts";
import { refusals } from "../refusals.ts";
import { isLive } from "../rules.ts";
import { payees } from "../tables.ts";

export const withdrawProxy = defineMessage({
  summary:
    "Takes a proxy out: its bank or the central bank of its zone at any time, anybody once its bank may renew it no more.",
  actors: "anyone",
  schema: z.strictObject({ proxy: hashSchema }),
  work: 100,
  handle({ state, actor, emit }, { proxy }) {
    const payee = payees.get(state, bytesToHex(proxy));
    if (payee === undefined) throw refusals.unknownProxy({});
    const isItsOwn = payee.bank === actor || corridors.isCentralBank(state, actor, payee.currency);
    if (!isItsOwn && isLive(payee, state.timeMs)) throw refusals.notHolder({});
    if (!isItsOwn) requireReleased(state, payee);

    removePort(state, proxy);
    forgetRefused(state, proxy);
    removePayee(state, proxy);
    emit(events.proxyWithdrawn({ proxy, bank: payee.bank, by: actor }));
  },
});
