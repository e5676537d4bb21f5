// Models of the past: each five years are predicted by a model that has seen only what was over before them.
import type { ForecastModel } from "#src/weighting/forecast/model.ts";
import { type BoostSettings, boost } from "./boost.ts";
import { monthsNeeded, type Row, rowsOverBy } from "./rows.ts";
import { wholeModelOf } from "./wholeModel.ts";

const foldMonths = 60;
const foldsMost = 5;
/** Ten years of rows come before the first fold. */
const monthsBefore = 120;

export interface Fold {
  /** The rows of the table between which this model's trades lie, both included. */
  readonly first: number;
  readonly last: number;
  readonly model: ForecastModel;
}

/** As many folds as fit, at most five, the last one ending with the training period. */
export function foldsOf(rows: readonly Row[], trainedTo: number, settings: BoostSettings, seed: number): Fold[] {
  const begin = rows[0]?.month ?? trainedTo;
  const count = Math.min(foldsMost, Math.floor((trainedTo - begin - monthsBefore) / foldMonths));
  return Array.from({ length: Math.max(0, count) }, (_, at) => {
    const first = trainedTo + 1 - (count - at) * foldMonths;
    const model = wholeModelOf(boost(rowsOverBy(rows, first - 1), settings, seed));
    return { first, last: first + foldMonths - 1, model };
  });
}

/** The rows whose trade lies in the fold and whose quarter is over by the end of the training period. */
export function rowsOfFold(rows: readonly Row[], { first, last }: Fold, trainedTo: number): Row[] {
  return rows.filter(({ month }) => month + 1 >= first && month + 1 <= last && month + monthsNeeded <= trainedTo);
}
