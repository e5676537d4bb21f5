// A central bank pulls the kill switch of its own currency.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { reasonSchema } from "../schemas.ts";
import { zones } from "../tables.ts";
import { requireCentralBank, requireZone } from "../zones.ts";

export const stopZone = defineMessage({
  summary: "Stops a currency across borders at once, in every corridor; payments between other zones go on.",
  actors: ["issuer", "currency issuer"],
  schema: z.strictObject({ currency: currencySchema, reference: reasonSchema }),
  work: 80,
  handle({ state, actor, emit }, { currency, reference }) {
    requireCentralBank(state, actor, currency);
    const zone = requireZone(state, currency);
    if (zone.stop !== undefined && zone.stop.untilHeight === undefined) {
      throw refusals.zoneStopped({ currency, reference: zone.stop.reference });
    }

    zones.put(state, currency, { ...zone, stop: { reference, sinceMs: state.timeMs } });
    emit(events.zoneHeld({ currency, reference }));
  },
});
