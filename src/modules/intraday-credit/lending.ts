// Drawing on lines of credit: what a bank could have now, and the draw itself.
import { assert, present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { create, move } from "#src/modules/accounts/access.ts";
import { type Exchange, freeFrom, read as swapLines } from "#src/modules/swap-lines/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { collateralBook } from "./books.ts";
import { countCredit, debtsOf, putDebts, takeNumber } from "./debts.ts";
import { events } from "./events.ts";
import { parameters } from "./parameters.ts";
import type { Credit, Line, Place } from "./schemas.ts";
import { dues, lines } from "./tables.ts";

/** How collateral for a line is measured; without a rate where the line is secured and no price is sound. */
export interface Security {
  readonly held: string;
  readonly rate: Exchange | undefined;
}

export function securityOf(state: StateReader, currency: string, { collateral }: Stored<Line>): Security | undefined {
  if (collateral === undefined) return undefined;
  const { currency: held, haircutBp } = collateral;
  return { held, rate: swapLines.exchange(state, currency, held, haircutBp) };
}

/** What is left of a bank's line, where it may be drawn on at all. */
export function creditRoom(
  state: StateReader,
  place: Place,
): { readonly line: Stored<Line>; readonly room: bigint } | undefined {
  const line = lines.get(state, place.currency, place.account);
  if (line === undefined || line.isEnded || line.expiresMs <= state.timeMs) return undefined;
  return { line, room: line.limit - line.drawn };
}

/** Lends newly made money. The caller has checked that the line allows it. */
export function drawCredit(state: State, place: Place, amount: bigint): Stored<Credit> {
  const { currency, account } = place;
  const line = present(lines.get(state, currency, account), "a bank that draws has a line");
  const security = securityOf(state, currency, line);
  const before = debtsOf(state, place);
  assert(before.length < limits.intradayDrawsMax, "a bank has so many draws at most");
  const draw = takeNumber(state);
  const freeFromMs = freeFrom(line.freeFromMs, state.timeMs);
  const dueMs = freeFromMs + line.freeMs;
  const opened: Stored<Credit> = {
    ...{ kind: "credit", draw, amount, startedMs: state.timeMs, dueMs, penaltyBp: line.penaltyBp },
    ...(security && {
      collateral: {
        currency: security.held,
        amount: present(security.rate, "a sound price was asked for").collateralFor(amount),
      },
    }),
  };
  lines.put(state, currency, account, { ...line, freeFromMs });
  const { collateral } = opened;
  if (collateral !== undefined) move.transfer(state, { ...collateral, from: account, to: collateralBook });
  create.issue(state, { currency, account, amount });
  countCredit(state, place, undefined, opened);
  putDebts(state, place, [...before, opened]);
  // Where the free time of the day is over, the grace counts from now on.
  dues.add(state, Math.max(dueMs, state.timeMs) + Number(parameters.graceMs.get(state)), { currency, account, draw });
  const { kind: _, ...shown } = opened;
  state.emit(events.creditDrawn({ currency, bank: account, ...shown }));
  return opened;
}
