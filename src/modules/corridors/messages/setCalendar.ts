// A central bank announces another calendar of its zone.
import { z } from "zod";
import { currencySchema, heightSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { isSoundCalendar } from "../calendar.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { calendarSchema } from "../schemas.ts";
import { zones } from "../tables.ts";
import { afterNotice, calendarOf, requireCentralBank, requireZone } from "../zones.ts";

export const setCalendar = defineMessage({
  summary: "Announces a zone's next calendar, after notice; to shut at once a central bank stops the zone.",
  actors: ["issuer", "currency issuer"],
  schema: z.strictObject({ currency: currencySchema, calendar: calendarSchema }),
  result: z.strictObject({ fromHeight: heightSchema }),
  work: 120,
  handle({ state, actor, emit }, { currency, calendar }) {
    requireCentralBank(state, actor, currency);
    const zone = requireZone(state, currency);
    if (!isSoundCalendar(calendar)) throw refusals.calendarUnsound({});

    const fromHeight = afterNotice(state);
    const inForce = calendarOf(zone, state.height);
    zones.put(state, currency, { ...zone, calendar: inForce, nextCalendar: { calendar, fromHeight } });
    emit(events.calendarSet({ currency, calendar, fromHeight }));
    return { fromHeight };
  },
});
