// The owner of an account consents to a bank's offer.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts, tie, watch } from "#src/modules/accounts/access.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { requireChannel, requireNotPaused } from "../channels.ts";
import { events } from "../events.ts";
import { requireLimit } from "../linking.ts";
import { refusals } from "../refusals.ts";
import { links, offers } from "../tables.ts";

export const acceptLink = defineMessage({
  summary: "Becomes a bank's customer: what the account holds beyond its limit flows on to the bank from then on.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, bank: accountSchema }),
  work: 150,
  handle({ state, actor, emit }, { currency, bank }) {
    requireNotPaused(requireChannel(state, currency));
    // Whoever begins is listed, and nobody is taken off the list during a pause: it must not grow.
    accounts.requireNotPaused(state, currency);
    const offer = offers.get(state, currency, actor, bank);
    if (offer === undefined) throw refusals.unknownOffer({ currency });
    if (links.has(state, currency, actor)) throw refusals.alreadyLinked({ currency });
    if (corridors.isParticipant(state, currency, actor)) throw refusals.customerIsBank({ currency });
    const heldMost = requireLimit(state, currency, offer.className);

    offers.delete(state, currency, actor, bank);
    links.put(state, currency, actor, { bank, ...offer, pulled: { day: 0, amount: 0n }, heldMost });
    tie.add(state, actor);
    watch.begin(state, currency, actor);
    emit(events.accountLinked({ currency, customer: actor, bank, ...offer }));
  },
});
