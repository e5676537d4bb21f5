// Whether a zone is open at a time, and when it is next.
import { z } from "zod";
import { currencySchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { dateOf, hoursAt, isBusinessDay, localMoment, nextBusinessDay, opensNextMs } from "../calendar.ts";
import { dateSchema } from "../schemas.ts";
import { calendarOf, requireZone } from "../zones.ts";

export const calendar = defineQuery({
  summary: "Whether a zone is open at a time (now, where none is named), its own date then, and its next business day.",
  readers: "public",
  params: z.strictObject({ currency: currencySchema, atMs: timeMsSchema.optional() }),
  result: z.strictObject({
    hours: z.enum(["open", "interbank", "shut"]),
    /** The zone's own date and minute of the day. */
    date: dateSchema,
    minute: z.int().min(0).max(1_439),
    isBusinessDay: z.boolean(),
    nextBusinessDate: dateSchema,
    /** The time itself, if the zone is open to everybody then. */
    opensMs: timeMsSchema,
  }),
  answer({ state }, { currency, atMs = state.timeMs }) {
    const inForce = calendarOf(requireZone(state, currency), state.height);
    const { day, minute } = localMoment(inForce, atMs);
    return {
      hours: hoursAt(inForce, atMs),
      date: dateOf(day),
      minute,
      isBusinessDay: isBusinessDay(inForce, day),
      nextBusinessDate: dateOf(nextBusinessDay(inForce, day)),
      opensMs: opensNextMs(inForce, atMs),
    };
  },
});
