// Lines of credit, sources and debts as the model keeps them; what is drawn follows from the debts.
import { ceiling } from "../arithmetic.ts";
import type { Model } from "../model.ts";
import { linesOf } from "../swap-lines/book.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Terms {
  readonly limit: bigint;
  readonly expiresMs: number;
  readonly freeMs: number;
  readonly penaltyBp: number;
  readonly collateral?: { readonly currency: string; readonly haircutBp: number };
}

export interface Line extends Terms {
  readonly freeFromMs?: number;
  readonly isEnded: boolean;
}

export interface Credit {
  readonly kind: "credit";
  readonly draw: number;
  readonly amount: bigint;
  readonly startedMs: number;
  readonly dueMs: number;
  readonly penaltyBp: number;
  readonly collateral?: { readonly currency: string; readonly amount: bigint };
}

export type Debt = Credit | { readonly kind: "swap"; readonly line: number; readonly draw: number };

export interface Due {
  readonly dueMs: number;
  readonly sequence: number;
  readonly item: { readonly currency: string; readonly account: string; readonly draw: number };
}

/** Lines, sources and debts by `currency/bank`. */
const makeBook = (log: UndoLog) => ({
  lines: new UndoMap<string, Line>(log),
  sources: new UndoMap<string, { readonly credit: boolean; readonly swapLine?: number }>(log),
  debts: new UndoMap<string, readonly Debt[]>(log),
  given: new UndoCell(log, 0),
  dues: new UndoCell<readonly Due[]>(log, []),
  noted: new UndoCell(log, 0),
});

export const creditOf = (model: Model) => model.book(makeBook);

export const debtsAt = (model: Model, place: string): readonly Debt[] => creditOf(model).debts.get(place) ?? [];

export function putDebts(model: Model, place: string, list: readonly Debt[]): void {
  const { debts } = creditOf(model);
  if (list.length === 0) debts.delete(place);
  else debts.set(place, list);
}

export const creditsAt = (model: Model, place: string): Credit[] =>
  debtsAt(model, place).flatMap((debt) => (debt.kind === "credit" ? [debt] : []));

export const drawnAt = (model: Model, place: string): bigint =>
  creditsAt(model, place).reduce((sum, { amount }) => sum + amount, 0n);

/** A line that has ended goes when nothing is drawn. */
export function endLine(model: Model, place: string, ends = false): void {
  const { lines } = creditOf(model);
  const line = lines.get(place);
  if (line === undefined) return;
  const isEnded = line.isEnded || ends;
  if (isEnded && drawnAt(model, place) === 0n) lines.delete(place);
  else if (isEnded !== line.isEnded) lines.set(place, { ...line, isEnded });
}

/** How many banks owe in a currency. */
export const owingIn = (model: Model, currency: string): number =>
  creditOf(model)
    .debts.keys()
    .filter((place) => place.startsWith(`${currency}/`)).length;

/** Whether a bank has not repaid something of either kind that was due. */
export const isBehind = (model: Model, place: string): boolean =>
  debtsAt(model, place).some((debt) => {
    const dueMs = debt.kind === "credit" ? debt.dueMs : linesOf(model).draws.get(`${debt.line}/${debt.draw}`)?.dueMs;
    return dueMs !== undefined && dueMs < model.timeMs;
  });

/** Days begun since it was due, at the penalty's rate of a year of 360 days. */
export function penaltyFor({ dueMs, penaltyBp }: Credit, amount: bigint, nowMs: number): bigint {
  const days = nowMs <= dueMs ? 0 : Math.ceil((nowMs - dueMs) / 86_400_000);
  return ceiling(amount * BigInt(penaltyBp * days), 3_600_000n);
}
