// A central bank takes its zone out of a corridor at once.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { corridorIdSchema } from "../schemas.ts";
import { corridors, joined } from "../tables.ts";
import { requireCentralBank, requireCorridor } from "../zones.ts";

export const leaveCorridor = defineMessage({
  summary: "Takes a zone out of a corridor, at once.",
  actors: ["issuer", "currency issuer"],
  schema: z.strictObject({ currency: currencySchema, corridor: corridorIdSchema }),
  work: 80,
  handle({ state, actor, emit }, { currency, corridor }) {
    requireCentralBank(state, actor, currency);
    const row = requireCorridor(state, corridor);
    if (!joined.has(state, corridor, currency)) throw refusals.notJoined({ currency });

    joined.delete(state, corridor, currency);
    corridors.put(state, corridor, { ...row, zones: row.zones - 1 });
    emit(events.zoneWithdrawn({ corridor, currency }));
  },
});
