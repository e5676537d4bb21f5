// A central bank names another reserve agent.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts, tie } from "#src/modules/accounts/access.ts";
import { requireCentralBank, requireChannel } from "../channels.ts";
import { events } from "../events.ts";
import { channels } from "../tables.ts";

export const replaceAgent = defineMessage({
  summary: "Names another reserve agent, at once: it takes over what is open, and payouts that have begun.",
  actors: ["currency issuer"],
  schema: z.strictObject({ currency: currencySchema, agent: accountSchema }),
  work: 100,
  handle({ state, actor, emit }, { currency, agent }) {
    requireCentralBank(state, actor, currency);
    const channel = requireChannel(state, currency);
    accounts.requireCanHold(state, agent);

    channels.put(state, currency, { ...channel, agent });
    tie.pass(state, channel.agent, agent);
    emit(events.agentReplaced({ currency, before: channel.agent, agent }));
  },
});
