// Lines and their draws: finding them, opening and closing draws, and the sums that must follow them.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { read as accounts, move, tie } from "#src/modules/accounts/access.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { collateralBook } from "./books.ts";
import { events } from "./events.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { type Decimals, useOf } from "./rules.ts";
import { type Draw, dayMs, type Line, type OnwardLimit, type Side, type Spot } from "./schemas.ts";
import { draws, exposures, lines, nextLines, onwardCounts, onwardLimits, pairs } from "./tables.ts";

export type SideName = "proposer" | "acceptor";

export function requireLine(state: StateReader, line: number): Stored<Line> {
  const row = lines.get(state, line);
  if (row !== undefined) return row;
  throw line < (nextLines.get(state) ?? 1) ? refusals.lineEnded({ line }) : refusals.unknownLine({ line });
}

/** Which side of a line an account is. */
export function requireSide(line: number, row: Stored<Line>, actor: Account): SideName {
  if (row.proposer.centralBank === actor) return "proposer";
  if (row.acceptor.centralBank === actor) return "acceptor";
  throw refusals.notParty({ line });
}

/** Refuses unless a side may draw for so many days from a moment on, or roll over. */
export function requireUsable(
  state: StateReader,
  line: number,
  { row, side, fromMs, tenorDays }: { row: Stored<Line>; side: Stored<Side>; fromMs: number; tenorDays: number },
): void {
  const { status, terms } = row;
  const { expiresMs } = terms;
  if (status !== "open") throw refusals.lineNotOpen({ line });
  if (state.timeMs >= expiresMs) throw refusals.lineExpired({ expiresMs, blockTimeMs: state.timeMs });
  if (!terms.tenorsDays.some((days) => days === tenorDays)) throw refusals.tenorNotAgreed({ tenorDays });
  if (fromMs + tenorDays * dayMs > expiresMs) throw refusals.tenorBeyondExpiry({ expiresMs });
  if (side.defaults > 0) throw refusals.drawsBlocked({ defaults: side.defaults });
  if (side.lateCalls > 0) throw refusals.drawsFrozen({ lateCalls: side.lateCalls });
}

export function requireDraw(state: StateReader, line: number, draw: number): Stored<Draw> {
  const row = draws.get(state, line, draw);
  if (row !== undefined) return row;
  // The row of a line goes with its last draw: whose number was given is then known to be over.
  const made = lines.get(state, line)?.draws;
  if (made === undefined) requireLine(state, line);
  throw draw <= (made ?? 0) ? refusals.drawClosed({ line, draw }) : refusals.unknownDraw({ line, draw });
}

/** Who got what was lent and left the collateral: who drew, or the bank that it was lent on to. */
export function holderOf({ drawer, onward }: Stored<Draw>): Account {
  return onward?.bank ?? drawer;
}

export function requireDrawn(state: StateReader, line: number, draw: number, actor: Account): Stored<Draw> {
  const row = requireDraw(state, line, draw);
  if (holderOf(row) !== actor) throw refusals.notDrawer({ line, draw });
  return row;
}

/** The oracle's feed of a currency counts whole units of it. */
export function isFit(state: StateReader, currency: string): boolean {
  const { decimals } = accounts.requireCurrency(state, currency);
  return oracle.unit(state, currency).measuresPerUnit === 10n ** BigInt(decimals);
}

/** The middle price of a whole unit; refuses where there is none, or it is not sound. */
export function requirePriceNano(state: StateReader, currency: string): bigint {
  oracle.requireFeed(state, currency);
  if (!isFit(state, currency)) throw refusals.feedUnfit({ currency });
  return oracle.requireSound(state, currency).priceNano.mid;
}

/** The rate now; refuses where either price is missing or not sound. */
export function requireSpot(state: StateReader, lent: string, held: string): Spot {
  return { lentNano: requirePriceNano(state, lent), heldNano: requirePriceNano(state, held) };
}

/** The rate now, if both prices are sound: feeds and their units never go, so only soundness can have. */
export function soundSpot(state: StateReader, lent: string, held: string): Spot | undefined {
  const [lentPrice, heldPrice] = [oracle.price(state, lent), oracle.price(state, held)];
  if (lentPrice.status !== "sound" || heldPrice.status !== "sound") return undefined;
  return { lentNano: lentPrice.priceNano.mid, heldNano: heldPrice.priceNano.mid };
}

export function decimalsOf(state: StateReader, lent: string, held: string): Decimals {
  const decimals = (currency: string) => accounts.requireCurrency(state, currency).decimals;
  return { lent: decimals(lent), held: decimals(held) };
}

/** Adds to the sums of a currency, which count against the draws themselves. */
function addExposure(state: State, currency: string, lent: bigint, collateral: bigint): void {
  const before = exposures.get(state, currency) ?? { lent: 0n, collateral: 0n };
  const after = { lent: before.lent + lent, collateral: before.collateral + collateral };
  if (after.lent === 0n && after.collateral === 0n) exposures.delete(state, currency);
  else exposures.put(state, currency, after);
  state.tally(`swap-lines/lent/${currency}`, -lent);
  state.tally(`swap-lines/collateral/${currency}`, -collateral);
}

/** Writes a draw, new or changed, with the sums that follow it. */
export function putDraw(state: State, line: number, draw: number, after: Stored<Draw> | undefined): void {
  const before = draws.get(state, line, draw);
  const { lent, counter } = present(after ?? before, "there is a draw, before or after");
  const lentAdded = (after?.lent.amount ?? 0n) - (before?.lent.amount ?? 0n);
  const collateralAdded = (after?.collateral ?? 0n) - (before?.collateral ?? 0n);
  if (after === undefined) draws.delete(state, line, draw);
  else draws.put(state, line, draw, after);
  addExposure(state, lent.currency, lentAdded, 0n);
  addExposure(state, counter.currency, 0n, collateralAdded);
  state.tally(`swap-lines/lent/${lent.currency}`, lentAdded);
  state.tally(`swap-lines/collateral/${counter.currency}`, collateralAdded);
}

/** Takes a draw off the books; the money is the caller's to move. A line that closes goes with its last draw. */
export function closeDraw(state: State, line: number, draw: number, end: "repaid" | "seized"): void {
  const closed = requireDraw(state, line, draw);
  const row = requireLine(state, line);
  const name = requireSide(line, row, closed.drawer);
  const { drawn, lateCalls, defaults } = row[name];
  const isOwnDefault = end === "seized" && closed.onward === undefined;
  const side = {
    ...row[name],
    drawn: drawn - closed.lent.amount,
    lateCalls: lateCalls - (closed.call?.isLate === true ? 1 : 0),
    defaults: defaults + (isOwnDefault ? 1 : 0),
  };
  const onwardDraws = row.onwardDraws - (closed.onward === undefined ? 0 : 1);
  const after = { ...row, [name]: side, openDraws: row.openDraws - 1, onwardDraws };
  putDraw(state, line, draw, undefined);
  if (closed.onward !== undefined) {
    // A bank's default ends what it may draw, and leaves its central bank's side as it was.
    addOnwardDrawn(state, line, closed, { amount: -closed.lent.amount, draws: -1, ends: end === "seized" });
    tie.remove(state, closed.onward.bank);
  }
  if (row.status === "closing" && after.openDraws === 0) removeLine(state, line, row);
  else lines.put(state, line, after);
}

/** Counts what a bank has drawn; a limit that has ended goes with its last draw. */
export function addOnwardDrawn(
  state: State,
  line: number,
  draw: Stored<Draw>,
  {
    amount,
    draws: added = 0,
    ends = false,
  }: { readonly amount: bigint; readonly draws?: number; readonly ends?: boolean },
): void {
  const { currency } = draw.lent;
  const bank = holderOf(draw);
  const before = present(onwardLimits.get(state, line, currency, bank), "who has drawn has a limit");
  const after = {
    ...before,
    drawn: before.drawn + amount,
    draws: before.draws + added,
    isEnded: before.isEnded || ends,
  };
  putOnwardLimit(state, { line, currency, bank }, after);
}

interface OnwardPlace {
  readonly line: number;
  readonly currency: string;
  readonly bank: Account;
}

/** Writes a limit, or drops it when it has ended and nothing is drawn, and counts the banks of a line. */
export function putOnwardLimit(state: State, { line, currency, bank }: OnwardPlace, after: Stored<OnwardLimit>): void {
  const wasThere = onwardLimits.has(state, line, currency, bank);
  const isThere = !after.isEnded || after.drawn > 0n;
  if (isThere) onwardLimits.put(state, line, currency, bank, after);
  else onwardLimits.delete(state, line, currency, bank);
  const count = (onwardCounts.get(state, line, currency) ?? 0) + (isThere ? 1 : 0) - (wasThere ? 1 : 0);
  if (count === 0) onwardCounts.delete(state, line, currency);
  else onwardCounts.put(state, line, currency, count);
}

export function removeLine(state: State, line: number, row: Stored<Line>): void {
  const [first, second] = pairOf(row.proposer.currency, row.acceptor.currency);
  lines.delete(state, line);
  pairs.delete(state, first, second);
}

export function pairOf(one: string, other: string): readonly [string, string] {
  return one < other ? [one, other] : [other, one];
}

/** Counts late margin calls of who drew. */
export function addLateCalls(state: State, line: number, drawer: Account, delta: 1 | -1): void {
  const row = requireLine(state, line);
  const name = requireSide(line, row, drawer);
  lines.put(state, line, { ...row, [name]: { ...row[name], lateCalls: row[name].lateCalls + delta } });
}

/** Tells when a side's use has risen to another level. */
export function announceUse(state: State, line: number, before: Stored<Side>, drawn: bigint): void {
  const { centralBank, limit } = before;
  const use = useOf(drawn, limit);
  if (use.levelBp > useOf(before.drawn, limit).levelBp) state.emit(events.levelReached({ line, centralBank, ...use }));
}

/** By way of the book: a lender who is frozen must not keep its borrower from paying. It gets the money, and may not move it. */
export function payInterest(state: State, draw: Stored<Draw>, amount: bigint): void {
  const { lender, lent } = draw;
  const { currency } = lent;
  move.transfer(state, { currency, from: holderOf(draw), to: collateralBook, amount });
  move.giveBack(state, { currency, from: collateralBook, to: lender, amount });
}

/**
 * When the collateral of a draw may be seized, as a pause of the lent currency, which the lender alone may order, and freezes
 * let the drawer repay: after a whole grace free of them, and not before another one while they last.
 */
export function seizableFromMs(state: StateReader, draw: Stored<Draw>): number {
  return graceEnd(state, accounts.movableSinceMs(state, draw.lent.currency, holderOf(draw)) ?? state.timeMs);
}

/** When a draw that falls due then is seized. */
export function graceEnd(state: StateReader, dueMs: number): number {
  return dueMs + Number(parameters.graceMs.get(state));
}

/** At most so many things fall due in one block. */
export const duesMost = limits.swapDuesPerBlockMax;
