// Lines and draws as the model keeps them, and what their rates, days and collateral come to.
import { apart, ceiling, least } from "../arithmetic.ts";
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Terms {
  readonly expiresMs: number;
  readonly tenorsDays: readonly number[];
  readonly baseBp: number;
  readonly marginBp: number;
  readonly ladder: { readonly middleBp: number; readonly upperBp: number };
  readonly haircutBp: number;
  readonly thresholdBp: number;
  readonly callMs: number;
  readonly rolloversMost: number;
  readonly intradayFreeMs?: number;
}

export interface Party {
  readonly centralBank: string;
  readonly currency: string;
  readonly limit: bigint;
  /** Draws that ended in a seizure: they leave no other trace. */
  readonly defaults: number;
}

export interface Line {
  readonly status: "proposed" | "open" | "closing";
  readonly proposer: Party;
  readonly acceptor: Party;
  readonly terms: Terms;
  readonly draws: number;
}

export interface Spot {
  readonly lentNano: bigint;
  readonly heldNano: bigint;
}

interface Money {
  readonly currency: string;
  readonly amount: bigint;
}

export interface Draw {
  readonly drawer: string;
  readonly lender: string;
  readonly lent: Money;
  readonly counter: Money;
  readonly spot: Spot;
  readonly collateral: bigint;
  readonly collateralSpot: Spot;
  readonly rateBp: number;
  readonly tenorDays: number;
  readonly startedMs: number;
  readonly dueMs: number;
  readonly graceEndsMs: number;
  readonly rollovers: number;
  readonly call?: { readonly amount: bigint; readonly spot: Spot; readonly dueMs: number; readonly isLate: boolean };
  readonly onward?: { readonly bank: string; readonly freeUntilMs: number };
}

/** What a bank may have drawn; what it has is that of its draws. */
export interface BankLimit {
  readonly centralBank: string;
  readonly limit: bigint;
  readonly isEnded: boolean;
  readonly freeFromMs?: number;
}

export interface Due {
  readonly dueMs: number;
  readonly sequence: number;
  readonly item: { readonly line: number; readonly draw: number; readonly kind: string };
}

const makeBook = (log: UndoLog) => ({
  lines: new UndoMap<number, Line>(log),
  /** Lines ever proposed. */
  given: new UndoCell(log, 0),
  /** By `line/draw`. */
  draws: new UndoMap<string, Draw>(log),
  /** By `line/currency/bank`. */
  banks: new UndoMap<string, BankLimit>(log),
  dues: new UndoCell<readonly Due[]>(log, []),
  /** Dues ever noted. */
  noted: new UndoCell(log, 0),
});

export const linesOf = (model: Model) => model.book(makeBook);

export const drawsOn = (model: Model, line: number): Draw[] =>
  linesOf(model)
    .draws.entries()
    .flatMap(([key, draw]) => (key.startsWith(`${line}/`) ? [draw] : []));

export const drawnBy = (model: Model, line: number, drawer: string): bigint =>
  drawsOn(model, line).reduce((sum, draw) => (draw.drawer === drawer ? sum + draw.lent.amount : sum), 0n);

/** By `line/currency/bank`. */
export function drawnFor(model: Model, key: string): bigint {
  const [line = "", currency, bank] = key.split("/");
  const own = drawsOn(model, Number(line)).filter(
    ({ lent, onward }) => lent.currency === currency && onward?.bank === bank,
  );
  return own.reduce((sum, { lent }) => sum + lent.amount, 0n);
}

/** How many draws of a line are banks'. */
export const onwardOn = (model: Model, line: number): number =>
  drawsOn(model, line).filter(({ onward }) => onward !== undefined).length;

/** How many draws a bank has open, by `line/currency/bank`. */
export function countFor(model: Model, key: string): number {
  const [line = "", currency, bank] = key.split("/");
  return drawsOn(model, Number(line)).filter((each) => each.lent.currency === currency && each.onward?.bank === bank)
    .length;
}

/** The banks that may draw, by the beginning of their keys: `line/currency/`. */
export const banksOn = (model: Model, side: string): string[] =>
  linesOf(model)
    .banks.keys()
    .filter((key) => key.startsWith(side));

export const lateCallsOf = (model: Model, line: number, drawer: string): number =>
  drawsOn(model, line).filter((draw) => draw.drawer === drawer && draw.call?.isLate === true).length;

export const dayMs = 86_400_000;
const begun = (ms: number) => (ms <= 0 ? 0 : Math.ceil(ms / dayMs));

export function rateFor({ baseBp, marginBp, ladder }: Terms, drawn: bigint, limit: bigint, rollovers: number): number {
  const halves = drawn * 2n > limit ? ladder.middleBp : 0;
  const step = drawn * 5n > limit * 4n ? ladder.upperBp : halves;
  return baseBp + marginBp + step + Math.min(300, 50 * Math.floor(rollovers / 2));
}

export const interestFor = (amount: bigint, rateBp: number, days: number): bigint =>
  ceiling(amount * BigInt(rateBp * days), 3_600_000n);

/** What a loan between central banks costs when it is repaid now. */
export function interestDue(
  amount: bigint,
  { rateBp, startedMs, dueMs, onward }: Pick<Draw, "rateBp" | "startedMs" | "dueMs" | "onward">,
  nowMs: number,
  penaltyBp: number,
): bigint {
  if (onward !== undefined && onward.freeUntilMs >= nowMs) return 0n;
  const days = begun((nowMs < dueMs ? nowMs : dueMs) - startedMs) || 1;
  return interestFor(amount, rateBp, days) + interestFor(amount, rateBp + penaltyBp, begun(nowMs - dueMs));
}

/** In the drawer's currency, of which a whole unit has so many decimals. */
export function worth(
  amount: bigint,
  { lentNano, heldNano }: Spot,
  [lent, held]: readonly [number, number],
  haircutBp: number,
): bigint {
  const over = amount * lentNano * 10n ** BigInt(held) * BigInt(10_000 + haircutBp);
  return ceiling(over, heldNano * 10n ** BigInt(lent) * 10_000n);
}

export function isBeyond(before: Spot, now: Spot, thresholdBp: number): boolean {
  const [old, fresh] = [before.lentNano * now.heldNano, now.lentNano * before.heldNano];
  return apart(old, fresh) * 10_000n > old * BigInt(thresholdBp);
}

export const asAmount = (value: bigint): bigint => least(value, 2n ** 96n - 1n);
