// A bank, a central bank or a regulator publishes the key to which payloads for it are sealed.
import { z } from "zod";
import { currencySchema, publicKeySchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { isWeakKey, keysKept } from "../rules.ts";
import { keyNumberSchema } from "../schemas.ts";
import { disclosureKeys, newestKeys } from "../tables.ts";

export const publishDisclosureKey = defineMessage({
  summary: "Publishes a key of X25519 to which payloads are sealed; the newest that is valid is the one to use.",
  actors: "anyone",
  schema: z.strictObject({
    /** The zone of which the sender is a bank or the central bank; a regulator names any. */
    currency: currencySchema,
    publicKey: publicKeySchema,
    fromMs: timeMsSchema,
    untilMs: timeMsSchema,
  }),
  result: z.strictObject({ number: keyNumberSchema }),
  work: 100,
  handle({ state, actor, emit }, { currency, publicKey, fromMs, untilMs }) {
    const isSupervisor =
      authority.hasRole(state, actor, "regulator") || corridors.isCentralBank(state, actor, currency);
    if (!isSupervisor && !corridors.isParticipant(state, currency, actor)) throw refusals.mayNotPublish({});
    const latestMs = state.timeMs + Number(parameters.keyMsMost.get(state));
    if (untilMs <= fromMs || untilMs <= state.timeMs || untilMs > latestMs) throw refusals.keyTimesWrong({ latestMs });
    if (isWeakKey(publicKey)) throw refusals.keyWeak({});

    const number = (newestKeys.get(state, actor) ?? 0) + 1;
    newestKeys.put(state, actor, number);
    disclosureKeys.put(state, actor, number, { publicKey, fromMs, untilMs });
    if (number > keysKept) disclosureKeys.delete(state, actor, number - keysKept);
    emit(events.disclosureKeyPublished({ owner: actor, number, publicKey, fromMs, untilMs }));
    return { number };
  },
});
