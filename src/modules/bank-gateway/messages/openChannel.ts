// A central bank opens the channel between reserves and its currency.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts, tie } from "#src/modules/accounts/access.ts";
import { requireCentralBank } from "../channels.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { areSoundTerms } from "../rules.ts";
import { termsSchema } from "../schemas.ts";
import { channels } from "../tables.ts";

export const openChannel = defineMessage({
  summary: "Opens the channel of a currency, with its reserve agent, throttles and holding limits.",
  actors: ["currency issuer"],
  schema: z.strictObject({ currency: currencySchema, agent: accountSchema, terms: termsSchema }),
  work: 150,
  handle({ state, actor, emit }, { currency, agent, terms }) {
    requireCentralBank(state, actor, currency);
    if (channels.has(state, currency)) throw refusals.channelKnown({ currency });
    accounts.requireCanHold(state, agent);
    if (!areSoundTerms(terms)) throw refusals.termsUnsound({});

    const sums = { reserves: 0n, outstanding: 0n, redeeming: 0n, requests: 0 };
    channels.put(state, currency, { agent, openedMs: state.timeMs, terms, ...sums });
    tie.add(state, agent);
    emit(events.channelOpened({ currency, agent, terms }));
  },
});
