// A central bank lets its currency cross borders again, after notice.
import { z } from "zod";
import { currencySchema, heightSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { zones } from "../tables.ts";
import { afterNotice, requireCentralBank, requireZone } from "../zones.ts";

export const resumeZone = defineMessage({
  summary: "Ends the stop of a currency across borders, after notice.",
  actors: ["issuer", "currency issuer"],
  schema: z.strictObject({ currency: currencySchema }),
  result: z.strictObject({ fromHeight: heightSchema }),
  work: 80,
  handle({ state, actor, emit }, { currency }) {
    requireCentralBank(state, actor, currency);
    const zone = requireZone(state, currency);
    if (zone.stop === undefined || zone.stop.untilHeight !== undefined) throw refusals.zoneNotStopped({ currency });

    const fromHeight = afterNotice(state);
    zones.put(state, currency, { ...zone, stop: { ...zone.stop, untilHeight: fromHeight } });
    emit(events.zoneResumptionAnnounced({ currency, fromHeight }));
    return { fromHeight };
  },
});
