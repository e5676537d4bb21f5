// What falls due, before a block's transactions: reviews of rates, margin calls, and collateral to be seized.
import type { BlockWork } from "#src/machine/module.ts";
import { move } from "#src/modules/accounts/access.ts";
import type { State, Stored } from "#src/state/view.ts";
import { collateralBook } from "./books.ts";
import { events } from "./events.ts";
import {
  addLateCalls,
  closeDraw,
  decimalsOf,
  duesMost,
  putDraw,
  requireLine,
  seizableFromMs,
  soundSpot,
} from "./lending.ts";
import { parameters } from "./parameters.ts";
import { callAmount, hasMoved, worthUp } from "./rules.ts";
import type { Draw, Due, Spot } from "./schemas.ts";
import { draws, dues } from "./tables.ts";

/** A rate that is not known is asked for sooner than a day later. */
const retriesPerInterval = 24;

export const blocks: BlockWork = {
  begin(state) {
    for (const due of dues.takeDue(state, duesMost)) {
      const draw = draws.get(state, due.line, due.draw);
      if (draw === undefined) continue;
      if (due.kind === "review") review(state, due, draw);
      else if (due.kind === "call") missCall(state, due, draw);
      else seize(state, due, draw);
    }
  },
};

function review(state: State, due: Stored<Due>, draw: Stored<Draw>): void {
  const intervalMs = Number(parameters.reviewIntervalMs.get(state));
  const spot = soundSpot(state, draw.lent.currency, draw.counter.currency);
  const waitMs = spot === undefined ? Math.trunc(intervalMs / retriesPerInterval) : intervalMs;
  dues.add(state, state.timeMs + waitMs, due);
  // A call that is open stands as it was made, so that who answers it knows what to bring.
  if (spot === undefined || draw.call !== undefined) return;
  const { terms } = requireLine(state, due.line);
  if (hasMoved(draw.collateralSpot, spot, terms.thresholdBp)) {
    setCollateral(state, due, draw, { spot, haircutBp: terms.haircutBp, callMs: terms.callMs });
  }
}

/** Asks for what lacks, or gives back what is too much. */
function setCollateral(
  state: State,
  { line, draw: number }: Stored<Due>,
  draw: Stored<Draw>,
  { spot, haircutBp, callMs }: { spot: Spot; haircutBp: number; callMs: number },
): void {
  const { drawer, lent, counter, collateral } = draw;
  const decimals = decimalsOf(state, lent.currency, counter.currency);
  const lacking = callAmount(worthUp(lent.amount, spot, decimals, haircutBp), collateral);
  const of = { line, draw: number, drawer };
  if (lacking > 0n) {
    const dueMs = state.timeMs + callMs;
    putDraw(state, line, number, { ...draw, call: { amount: lacking, spot, dueMs, isLate: false } });
    dues.add(state, dueMs, { line, draw: number, kind: "call" });
    state.emit(events.marginCalled({ ...of, amount: lacking, spot, dueMs }));
    return;
  }
  const amount = -lacking;
  putDraw(state, line, number, { ...draw, collateral: collateral - amount, collateralSpot: spot });
  if (amount === 0n) return;
  move.giveBack(state, { currency: counter.currency, from: collateralBook, to: drawer, amount });
  state.emit(events.collateralReturned({ ...of, amount, spot }));
}

function missCall(state: State, { line, draw: number }: Stored<Due>, draw: Stored<Draw>): void {
  const { call, drawer } = draw;
  if (call === undefined || call.isLate || state.timeMs < call.dueMs) return;
  putDraw(state, line, number, { ...draw, call: { ...call, isLate: true } });
  addLateCalls(state, line, drawer, 1);
  state.emit(events.marginCallMissed({ line, draw: number, drawer }));
}

/**
 * The lender keeps what it holds, for the exchange back did not take place. Who was kept from repaying by a freeze or a pause gets
 * a whole grace without one: else a lender could freeze its borrower, release it in the last block, and take all.
 */
function seize(state: State, { line, draw: number }: Stored<Due>, draw: Stored<Draw>): void {
  const { drawer, lender, counter, collateral: amount, graceEndsMs } = draw;
  if (state.timeMs < graceEndsMs) return;
  const laterMs = seizableFromMs(state, draw);
  if (laterMs > state.timeMs) {
    putDraw(state, line, number, { ...draw, graceEndsMs: laterMs });
    dues.add(state, laterMs, { line, draw: number, kind: "seizure" });
    return;
  }
  move.giveBack(state, { currency: counter.currency, from: collateralBook, to: lender, amount });
  closeDraw(state, line, number, "seized");
  state.emit(events.collateralSeized({ line, draw: number, drawer, lender, amount }));
}
