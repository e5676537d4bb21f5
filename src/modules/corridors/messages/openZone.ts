// A central bank opens the zone of its currency.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { isSoundCalendar } from "../calendar.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { calendarSchema, reasonSchema, zoneLimitsSchema } from "../schemas.ts";
import { zones } from "../tables.ts";
import { requireCentralBank } from "../zones.ts";

export const openZone = defineMessage({
  summary: "Opens the zone of a currency, with its business calendar and its limits across the border.",
  actors: ["issuer", "currency issuer"],
  schema: z.strictObject({
    currency: currencySchema,
    name: reasonSchema,
    calendar: calendarSchema,
    limits: zoneLimitsSchema,
  }),
  work: 150,
  handle({ state, actor, emit }, { currency, name, calendar, limits }) {
    requireCentralBank(state, actor, currency);
    if (zones.has(state, currency)) throw refusals.zoneExists({ currency });
    if (!isSoundCalendar(calendar)) throw refusals.calendarUnsound({});

    zones.put(state, currency, { name, openedMs: state.timeMs, calendar, limits });
    emit(events.zoneOpened({ currency, name, calendar, limits }));
  },
});
