// Certificates of a record as they come into being: active, or reserved as the device's holder instructed.
import type { State, Stored } from "#src/state/view.ts";
import { countOf, putBundle } from "./books.ts";
import { bookGeneration, type Meter } from "./days/booking.ts";
import { type DayRange, issuesByDay, rangesByDay } from "./days/hours.ts";
import { events } from "./events.ts";
import { addSupply, hasRoom, reservationAhead } from "./reservations.ts";
import type { Interval } from "./rules.ts";
import type { Bundle, Total } from "./schemas.ts";

/** What certificates of one day begin as. */
type Fate = Pick<Stored<Bundle>, "state" | "reserved">;

/** Issues the certificates of a record's intervals; returns how the totals count them. */
export function issueIntervals(
  state: State,
  meter: Meter,
  startMs: number,
  intervals: readonly Interval[],
): Partial<Total> {
  for (const part of issuesByDay(intervals)) bookGeneration(state, meter, part);
  const counted = { activeWh: 0n, reservedWh: 0n };
  for (const piece of piecesOf(state, meter, rangesByDay(intervals))) {
    issuePiece(state, meter, startMs, piece);
    counted[piece.fate.state === "reserved" ? "reservedWh" : "activeWh"] += countOf(piece.firstId, piece.lastId);
  }
  return counted;
}

interface Piece extends DayRange {
  readonly fate: Fate;
}

/** A reserved bundle is of one day; what is active of two days in a row is one bundle. */
function piecesOf(state: State, { device, settings }: Meter, ranges: readonly DayRange[]): Piece[] {
  const pieces: Piece[] = [];
  for (const range of ranges) {
    const reservation = reservationAhead(state, device, settings, range.dayMs);
    const isReserved = reservation !== undefined && hasRoom(state, range.dayMs, settings.holder, 1);
    const fate: Fate = isReserved
      ? { state: "reserved", reserved: { ...reservation, dayMs: range.dayMs } }
      : { state: "active" };
    const before = pieces.at(-1);
    const isJoined = before?.fate.state === "active" && fate.state === "active";
    if (before !== undefined && isJoined) pieces[pieces.length - 1] = { ...before, lastId: range.lastId };
    else pieces.push({ ...range, fate });
  }
  return pieces;
}

function issuePiece(state: State, { device, settings }: Meter, startMs: number, piece: Piece): void {
  const { firstId, lastId, dayMs, fate } = piece;
  const { holder } = settings;
  putBundle(state, device, firstId, { lastId, holder, startMs, ...fate });
  state.emit(events.certificatesIssued({ device, firstId, lastId, holder, startMs }));
  if (fate.reserved === undefined) return;
  addSupply(state, dayMs, holder, { device, firstId });
  state.emit(events.certificatesReserved({ device, firstId, lastId, holder, ...fate.reserved }));
}
