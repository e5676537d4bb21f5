// Indicators as the model keeps them: all records, and for each subject what was stated when.
import type { Model } from "../model.ts";
import { type UndoLog, UndoMap } from "../undo.ts";

export interface Unknown {
  readonly reason: string;
  readonly atLeast?: bigint;
  readonly atMost?: bigint;
}

export interface Figure {
  readonly value?: bigint;
  readonly unknown?: Unknown;
}

export interface Provenance {
  readonly period: string;
  readonly source: string;
  readonly documentHash?: Uint8Array;
  readonly method: string;
}

export interface Stated {
  readonly number: number;
  readonly fromMs: number;
  readonly period: string;
}

/** The record that counts, and the one that will. */
export interface Standing {
  readonly now?: Stated;
  readonly next?: Stated;
}

const makeBook = (log: UndoLog) => ({
  records: new UndoMap<number, object>(log),
  /** By the key of its row. */
  standings: new UndoMap<string, Standing>(log),
});

export const indicatorsBook = (model: Model) => model.book(makeBook);

/** What stands for a subject at the moment of the model. */
export function standingOf(model: Model, key: string): Standing {
  const { now, next } = indicatorsBook(model).standings.get(key) ?? {};
  if (next !== undefined && model.timeMs >= next.fromMs) return { now: next };
  return { ...(now === undefined ? {} : { now }), ...(next === undefined ? {} : { next }) };
}
