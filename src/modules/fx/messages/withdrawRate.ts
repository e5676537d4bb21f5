// A provider withdraws its rates for a pair.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { tie } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { pairShape } from "../schemas.ts";
import { markets, rates } from "../tables.ts";

export const withdrawRate = defineMessage({
  summary: "Withdraws a provider's rates for a pair; quotes already taken are honoured.",
  actors: "anyone",
  schema: z.strictObject(pairShape),
  work: 60,
  handle({ state, actor, emit }, { base, quote }) {
    if (!rates.has(state, base, quote, actor)) throw refusals.unknownRate({ base, quote });

    rates.delete(state, base, quote, actor);
    const left = (markets.get(state, base, quote) ?? []).filter((provider) => provider !== actor);
    if (left.length === 0) markets.delete(state, base, quote);
    else markets.put(state, base, quote, left);
    tie.remove(state, actor);
    emit(events.rateWithdrawn({ base, quote, provider: actor }));
  },
});
