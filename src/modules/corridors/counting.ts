// Counts a payment that was made: the counters, the levels they come to, and the stamp of what it was judged by.
import { present } from "#src/core/assert.ts";
import type { State, Stored } from "#src/state/view.ts";
import { events } from "./events.ts";
import { type Move, volumeOf } from "./firewalls.ts";
import { type Assessment, requireAssessment } from "./judging.ts";
import type { Payment } from "./payment.ts";
import { type Judged, type Level, type Levels, levelSchema, type Scope, type Window } from "./schemas.ts";
import { corridorFlows, participantFlows, positionFlows, volumeFlows, zoneFlows } from "./tables.ts";
import {
  addedFlow,
  capOf,
  type Exposure,
  emptyFlow,
  exposureOf,
  levelOf,
  plus,
  sumsAt,
  usedBp,
  windows,
} from "./windows.ts";

interface Reading {
  readonly window: Window;
  readonly before: Exposure;
  readonly after: Exposure;
  /** How much of the nearer of its two caps is used, before and after. */
  readonly usedBefore: bigint;
  readonly usedAfter: bigint;
}

/** Judges once more, so that nothing is counted that could not be paid; then writes. */
export function countPayment(state: State, payment: Payment): Judged {
  const assessment = requireAssessment(state, payment);
  const { corridor, revision, hash, ruleBook, moves } = assessment;
  const counters = moves.map((move) => countMove(state, assessment, move, ruleBook.levels));
  for (const { currency, added } of volumeOf(payment, assessment)) {
    const flow = volumeFlows.get(state, corridor, currency) ?? emptyFlow;
    volumeFlows.put(state, corridor, currency, addedFlow(flow, state.timeMs, added));
  }
  return { corridor, revision, ruleBookHash: hash, counters };
}

function countMove(
  state: State,
  { corridor }: Assessment,
  move: Move,
  levels: Stored<Levels>,
): Judged["counters"][number] {
  const { scope, flow, added, timeMs } = move;
  const readings = windows.map(({ window }) => readingOf(move, window));
  for (const { window, usedBefore, usedAfter } of readings) {
    const level = levelOf(usedAfter, levels);
    if (isHigher(level, levelOf(usedBefore, levels))) {
      state.emit(events.levelReached({ corridor, ...scope, window, level }));
    }
  }
  putFlow(state, corridor, scope, addedFlow(flow, timeMs, added));
  const [first, ...rest] = readings;
  const { window, before, after, usedAfter } = rest.reduce(
    (nearest, reading) => (reading.usedAfter > nearest.usedAfter ? reading : nearest),
    present(first, "there are four windows"),
  );
  const exposures = { netBefore: before.net, netAfter: after.net, grossBefore: before.gross, grossAfter: after.gross };
  return { ...scope, window, ...exposures, level: levelOf(usedAfter, levels) };
}

function readingOf({ flow, added, caps, timeMs }: Move, window: Window): Reading {
  const sums = sumsAt(flow, window, timeMs);
  const [before, after] = [exposureOf(sums), exposureOf(plus(sums, added))];
  return {
    window,
    before,
    after,
    usedBefore: nearestUse(caps, window, before),
    usedAfter: nearestUse(caps, window, after),
  };
}

/** How much is used of whichever cap of a window stands nearer. */
export function nearestUse(caps: Move["caps"], window: Window, { net, gross }: Exposure): bigint {
  const ofNet = usedBp(net, capOf(caps, window, "net"));
  const ofGross = usedBp(gross, capOf(caps, window, "gross"));
  return ofNet > ofGross ? ofNet : ofGross;
}

function isHigher(left: Level, right: Level): boolean {
  return levelSchema.options.indexOf(left) > levelSchema.options.indexOf(right);
}

function putFlow(state: State, corridor: string, scope: Scope, flow: ReturnType<typeof addedFlow>): void {
  const { kind, currency = "", account } = scope;
  if (kind === "zone") zoneFlows.put(state, currency, flow);
  else if (kind === "corridor") corridorFlows.put(state, corridor, flow);
  else if (kind === "position") positionFlows.put(state, corridor, currency, flow);
  else participantFlows.put(state, currency, present(account, "a participant has an account"), flow);
}
