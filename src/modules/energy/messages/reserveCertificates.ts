// A holder reserves active certificates for the matching of the day in which they were generated.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import { defineMessage } from "#src/machine/message.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { type Named, requireActiveOf, requireBundle, turn } from "../bundles.ts";
import { isClosed, requireDay } from "../days/days.ts";
import { type DayRange, rangesByDay } from "../days/hours.ts";
import { requireDevice } from "../devices.ts";
import { events } from "../events.ts";
import { requireIssue } from "../issues.ts";
import { refusals } from "../refusals.ts";
import { addSupply, hasRoom, requireLoadIn } from "../reservations.ts";
import { intervalsWithin } from "../rules.ts";
import { type Reservation, rangesSchema, reservationSchema } from "../schemas.ts";

export const reserveCertificates = defineMessage({
  summary:
    "Reserves ranges of active, clean certificates of days that have not closed, for one load of their zone or for any; after its day each is claimed, or active again.",
  actors: "anyone",
  schema: z.strictObject({ ranges: rangesSchema, ...reservationSchema.shape }),
  work: ({ ranges }) => 40 + 250 * ranges.length,
  handle({ state, actor }, { ranges, ...reservation }) {
    const named = requireActiveOf(state, ranges, actor);
    const parts = named.map((each) => ({
      device: each.range.device,
      ranges: requireReservable(state, each, reservation),
    }));
    requireRoom(
      state,
      actor,
      parts.flatMap((part) => part.ranges),
    );

    for (const part of parts) {
      let bundle = part.ranges[0]?.bundle ?? 0;
      for (const { dayMs, firstId, lastId } of part.ranges) {
        reserve(state, { device: part.device, bundle, firstId, lastId }, { ...reservation, dayMs });
        bundle = lastId + 1;
      }
    }
  },
});

interface Reservable extends DayRange {
  /** The bundle that the first of them lies in. */
  readonly bundle: number;
}

/** The range by the days of its certificates, each of which can take them: at most two, since a record is of a day at most. */
function requireReservable(state: StateReader, { range, whole }: Named, { load }: Stored<Reservation>): Reservable[] {
  const { device, bundle } = range;
  const { zone } = requireDevice(state, device);
  requireLoadIn(state, zone, load);
  const issue = requireIssue(state, device, whole.startMs);
  return rangesByDay(intervalsWithin(issue.intervals, range.firstId, range.lastId)).map((part) => {
    const day = requireDay(state, part.dayMs);
    if (isClosed(day)) throw refusals.dayClosed({ dayMs: part.dayMs });
    const mostGramsPerMwh = day.cleanMostGramsPerMwh;
    if (issue.gramsPerMwh > mostGramsPerMwh) throw refusals.notClean({ device, mostGramsPerMwh });
    return { ...part, bundle };
  });
}

function requireRoom(state: StateReader, holder: Account, ranges: readonly DayRange[]): void {
  const counts = new Map<number, number>();
  for (const { dayMs } of ranges) counts.set(dayMs, (counts.get(dayMs) ?? 0) + 1);
  for (const [dayMs, more] of counts) {
    if (!hasRoom(state, dayMs, holder, more)) throw refusals.supplyFull({ dayMs, most: limits.supplyPerHolderDayMax });
  }
}

function reserve(
  state: State,
  range: Named["range"],
  reserved: Stored<Reservation> & { readonly dayMs: number },
): void {
  const { device, bundle, firstId, lastId } = range;
  const whole = requireBundle(state, device, bundle);
  turn(state, { range, whole }, { state: "reserved", reserved });
  addSupply(state, reserved.dayMs, whole.holder, { device, firstId });
  state.emit(events.certificatesReserved({ device, firstId, lastId, holder: whole.holder, ...reserved }));
}
