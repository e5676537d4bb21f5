// Making a draw: what is lent is made, collateral is set aside, and the reverse leg is entered with its due time.
import { create, move, tie } from "#src/modules/accounts/access.ts";
import type { State, Stored } from "#src/state/view.ts";
import { collateralBook } from "./books.ts";
import { events } from "./events.ts";
import { addOnwardDrawn, announceUse, decimalsOf, graceEnd, holderOf, putDraw, type SideName } from "./lending.ts";
import { parameters } from "./parameters.ts";
import { rateBpOf, worthUp } from "./rules.ts";
import { type Draw, dayMs, type Line, type Spot } from "./schemas.ts";
import { dues, lines } from "./tables.ts";

export interface Drawing {
  readonly line: number;
  readonly row: Stored<Line>;
  /** The side that draws. */
  readonly name: SideName;
  readonly amount: bigint;
  readonly tenorDays: number;
  readonly spot: Spot;
  readonly onward?: NonNullable<Stored<Draw>["onward"]>;
}

/** The caller has checked that the side may draw so much, and the bank behind it. */
export function openDraw(state: State, drawing: Drawing): Stored<Draw> & { readonly draw: number } {
  const { line, row, name, amount, tenorDays, spot, onward } = drawing;
  const [side, lender] = name === "proposer" ? [row.proposer, row.acceptor] : [row.acceptor, row.proposer];
  const decimals = decimalsOf(state, lender.currency, side.currency);
  const collateral = worthUp(amount, spot, decimals, row.terms.haircutBp);
  const drawn = side.drawn + amount;
  const draw = row.draws + 1;
  const dueMs = state.timeMs + tenorDays * dayMs;
  const opened: Stored<Draw> = {
    ...{
      drawer: side.centralBank,
      lender: lender.centralBank,
      spot,
      collateral,
      collateralSpot: spot,
      tenorDays,
      dueMs,
    },
    lent: { currency: lender.currency, amount },
    counter: { currency: side.currency, amount: worthUp(amount, spot, decimals, 0) },
    rateBp: rateBpOf(row.terms, { drawn, limit: side.limit }, 0),
    startedMs: state.timeMs,
    graceEndsMs: graceEnd(state, dueMs),
    rollovers: 0,
    ...(onward && { onward }),
  };
  const holder = holderOf(opened);

  // Both legs together: whatever a refusal of the second one finds, the first is taken back with it.
  move.transfer(state, { currency: side.currency, from: holder, to: collateralBook, amount: collateral });
  create.issue(state, { currency: lender.currency, account: holder, amount });
  const onwardDraws = row.onwardDraws + (onward === undefined ? 0 : 1);
  lines.put(state, line, {
    ...row,
    [name]: { ...side, drawn },
    openDraws: row.openDraws + 1,
    onwardDraws,
    draws: draw,
  });
  putDraw(state, line, draw, opened);
  if (onward === undefined) {
    dues.add(state, state.timeMs + Number(parameters.reviewIntervalMs.get(state)), { line, draw, kind: "review" });
  } else {
    addOnwardDrawn(state, line, opened, { amount, draws: 1 });
    tie.add(state, onward.bank);
  }
  dues.add(state, opened.graceEndsMs, { line, draw, kind: "seizure" });
  state.emit(events.lineDrawn({ line, draw, ...opened }));
  announceUse(state, line, side, drawn);
  return { draw, ...opened };
}
