// A central bank joins its zone to a corridor.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { corridorIdSchema } from "../schemas.ts";
import { corridors, joined } from "../tables.ts";
import { requireCentralBank, requireCorridor, requireZone, ruleBookInForce } from "../zones.ts";

export const joinCorridor = defineMessage({
  summary: "Joins a zone to a corridor, under the rule book in force.",
  actors: ["issuer", "currency issuer"],
  schema: z.strictObject({ currency: currencySchema, corridor: corridorIdSchema }),
  work: 120,
  handle({ state, actor, emit }, { currency, corridor }) {
    requireCentralBank(state, actor, currency);
    requireZone(state, currency);
    const row = requireCorridor(state, corridor);
    if (joined.has(state, corridor, currency)) throw refusals.alreadyJoined({ currency });
    const most = limits.corridorZonesMax;
    if (row.zones >= most) throw refusals.tooManyZones({ most });
    const { rates } = ruleBookInForce(state, corridor, row).ruleBook;
    if (!rates.some((rate) => rate.currency === currency)) throw refusals.currencyUnrated({ currency });

    joined.put(state, corridor, currency, {});
    corridors.put(state, corridor, { ...row, zones: row.zones + 1 });
    emit(events.zoneJoined({ corridor, currency }));
  },
});
