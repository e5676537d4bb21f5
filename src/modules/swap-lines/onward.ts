// What is lent on to a bank: how much it may have now, the draw made for it, and what it repays of it.
import type { Account } from "#src/core/account.ts";
import { divideUp, minimum } from "#src/core/arithmetic.ts";
import { assert, present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { create, move } from "#src/modules/accounts/access.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { collateralBook } from "./books.ts";
import { openDraw } from "./drawing.ts";
import { events } from "./events.ts";
import {
  addOnwardDrawn,
  closeDraw,
  decimalsOf,
  holderOf,
  isFit,
  payInterest,
  putDraw,
  requireLine,
  requireSide,
  type SideName,
  soundSpot,
} from "./lending.ts";
import { parameters } from "./parameters.ts";
import { coveredBy, freeFrom, owedInterest, repayable, worthUp } from "./rules.ts";
import { type Draw, dayMs, type Line, type Spot } from "./schemas.ts";
import { draws, lines, onwardLimits } from "./tables.ts";

const tenorDays = 1;

export interface OnwardPlace {
  readonly line: number;
  /** What the bank lacks. */
  readonly currency: string;
  readonly bank: Account;
}

/** What lent money is worth as collateral now, with a haircut on top. */
export interface Exchange {
  collateralFor(amount: bigint): bigint;
  /** The most that so much collateral covers. */
  coveredBy(collateral: bigint): bigint;
}

/** What a bank could draw now, and what it would leave for it. */
export interface OnwardOffer extends Exchange {
  /** The currency in which collateral is left. */
  readonly held: string;
  /** Of the bank's own limit, and of its central bank's, which other banks draw on too. */
  readonly bankRoom: bigint;
  readonly sideRoom: bigint;
  /** How many more draws for banks the line has room for, in both directions together. */
  readonly drawsLeft: number;
}

/** Nothing where either price is missing or not sound. */
export function exchange(state: StateReader, lent: string, held: string, haircutBp: number): Exchange | undefined {
  if (!isPriced(state, lent) || !isPriced(state, held)) return undefined;
  const spot = soundSpot(state, lent, held);
  if (spot === undefined) return undefined;
  const decimals = decimalsOf(state, lent, held);
  return {
    collateralFor: (amount) => worthUp(amount, spot, decimals, haircutBp),
    coveredBy: (collateral) => minimum(coveredBy(collateral, spot, decimals, haircutBp), limits.amountMax),
  };
}

/** Which side of a line draws a currency, if one does. */
function sideDrawing({ proposer, acceptor }: Stored<Line>, currency: string): SideName | undefined {
  if (acceptor.currency === currency) return "proposer";
  return proposer.currency === currency ? "acceptor" : undefined;
}

function isPriced(state: StateReader, currency: string): boolean {
  return oracle.hasFeed(state, currency) && isFit(state, currency);
}

function isUsable(state: StateReader, { status, terms }: Stored<Line>): boolean {
  const { intradayFreeMs, expiresMs, tenorsDays } = terms;
  const isOffered = status === "open" && intradayFreeMs !== undefined && tenorsDays.includes(tenorDays);
  return isOffered && state.timeMs + tenorDays * dayMs <= expiresMs;
}

/** Nothing where the line, the bank's limit or a price does not allow it. */
export function onwardOffer(state: StateReader, { line, currency, bank }: OnwardPlace): OnwardOffer | undefined {
  const row = lines.get(state, line);
  const limit = onwardLimits.get(state, line, currency, bank);
  if (row === undefined || limit === undefined || limit.isEnded || !isUsable(state, row)) return undefined;
  const name = sideDrawing(row, currency);
  if (name === undefined) return undefined;
  const side = row[name];
  if (side.defaults > 0 || side.lateCalls > 0 || limit.draws >= limits.onwardDrawsMax) return undefined;
  const held = side.currency;
  const rate = exchange(state, currency, held, row.terms.haircutBp);
  if (rate === undefined) return undefined;
  return {
    ...rate,
    held,
    bankRoom: limit.limit - limit.drawn,
    sideRoom: side.limit - side.drawn,
    drawsLeft: Math.max(0, Number(parameters.drawsMost.get(state)) - row.onwardDraws),
  };
}

/** Draws for a bank. The caller has asked for an offer and stays within it. */
export function drawOnward(state: State, { line, currency, bank }: OnwardPlace, amount: bigint): number {
  const row = requireLine(state, line);
  const name = present(sideDrawing(row, currency), "the line lends the currency");
  const spot: Spot = present(soundSpot(state, currency, row[name].currency), "an offer has a sound price");
  assert(row[name].drawn + amount <= row[name].limit, "an offer is within the limit of its line");
  const limit = present(onwardLimits.get(state, line, currency, bank), "an offer needs a limit");
  const freeFromMs = freeFrom(limit.freeFromMs, state.timeMs);
  const freeUntilMs = freeFromMs + present(row.terms.intradayFreeMs, "an offer needs a line that lends on");
  onwardLimits.put(state, line, currency, bank, { ...limit, freeFromMs });
  const { draw } = openDraw(state, { line, row, name, amount, tenorDays, spot, onward: { bank, freeUntilMs } });
  return draw;
}

/** What of a bank's draw is still owed, if it is open. */
export function onwardDraw(state: StateReader, line: number, draw: number): Stored<Draw> | undefined {
  return draws.get(state, line, draw);
}

/** Repays as much of a bank's draw as so much money allows, interest with it; answers with what it took, and what is left. */
export function repayOnward(
  state: State,
  { line, draw: number, funds }: { readonly line: number; readonly draw: number; readonly funds: bigint },
): { readonly taken: bigint; readonly left: bigint } {
  const draw = present(draws.get(state, line, number), "an open draw is repaid");
  const penaltyBp = Number(parameters.penaltyBp.get(state));
  const interestOn = (amount: bigint) => owedInterest(amount, draw, state.timeMs, penaltyBp);
  const { lent, counter, collateral, drawer } = draw;
  const amount = repayable(lent.amount, funds, interestOn);
  if (amount === 0n) return { taken: 0n, left: lent.amount };
  const bank = holderOf(draw);
  const interest = interestOn(amount);
  const left = lent.amount - amount;
  // What stays behind is rounded up: the lender gains.
  const kept = divideUp(collateral * left, lent.amount);
  const collateralReturned = collateral - kept;

  payInterest(state, draw, interest);
  create.burn(state, { currency: lent.currency, account: bank, amount });
  move.giveBack(state, { currency: counter.currency, from: collateralBook, to: bank, amount: collateralReturned });
  if (left === 0n) {
    closeDraw(state, line, number, "repaid");
    state.emit(events.drawSettled({ line, draw: number, drawer, interest, collateralReturned }));
  } else {
    reduceDraw(state, line, number, {
      ...draw,
      lent: { ...lent, amount: left },
      counter: { ...counter, amount: divideUp(counter.amount * left, lent.amount) },
      collateral: kept,
    });
    state.emit(events.drawReduced({ line, draw: number, drawer, bank, amount, interest, collateralReturned }));
  }
  return { taken: amount + interest, left };
}

function reduceDraw(state: State, line: number, number: number, after: Stored<Draw>): void {
  const before = present(draws.get(state, line, number), "an open draw is reduced");
  const amount = after.lent.amount - before.lent.amount;
  const row = requireLine(state, line);
  const name = requireSide(line, row, before.drawer);
  lines.put(state, line, { ...row, [name]: { ...row[name], drawn: row[name].drawn + amount } });
  addOnwardDrawn(state, line, before, { amount });
  putDraw(state, line, number, after);
}
