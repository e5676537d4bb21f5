// One run: trains a model on prices up to a month, and tells what it is worth before that month and after it.
import type { ForecastModel } from "#src/weighting/forecast/model.ts";
import { shiftOf } from "#src/weighting/forecast/shift.ts";
import { DirtyPrices, monthAfter, type PriceTable, panelOf } from "../backtest/prices.ts";
import { wholePpm } from "../backtest/weighers.ts";
import { type BoostSettings, boost } from "./boost.ts";
import { comparisonOf } from "./comparison.ts";
import { foldsOf, rowsOfFold } from "./folds.ts";
import { type Ranking, rankingOf } from "./measures.ts";
import { type Row, rowsOf } from "./rows.ts";
import { type RoundingLoss, roundingLossOf, wholeModelOf } from "./wholeModel.ts";

/** Chosen on prices to 2014 alone, by `--select`; decision record 0050 has the table. */
export const standardSettings: BoostSettings = { trees: 32, depth: 3, rate: 0.1, leafRowsLeast: 200 };

export interface ForecastOptions {
  /** What the model learns from and ranks. */
  readonly components: readonly string[];
  /** What the backtest holds. */
  readonly basket: readonly string[];
  readonly trainTo: string;
  readonly testTo: string;
  readonly seed: number;
  readonly bandPpm: bigint;
  readonly settings: BoostSettings;
}

export type Backtests = ReturnType<typeof comparisonOf>;

/** How the model ranks, and how the return of the last twelve months alone does. */
export interface Worth {
  readonly ranking: Ranking;
  readonly byReturn12: Ranking;
  readonly backtest: Backtests;
}

export interface ForecastRun {
  readonly model: ForecastModel;
  readonly rows: number;
  readonly roundingLoss: RoundingLoss;
  /** On the very rows that it learnt from: flattered, and shown to tell by how much. */
  readonly fitted: Ranking;
  /** Up to the end of training, by models that had seen only what was over before. */
  readonly before: Worth;
  /** After the end of training, by the model itself. */
  readonly after: Worth;
}

const byReturn12 = (row: Row) => Number(row.features.return12 ?? 0n);
const scoredBy = (model: ForecastModel) => (row: Row) => Number(shiftOf(model, row.features, wholePpm));

function monthOf(table: PriceTable, month: string): number {
  const at = table.months.indexOf(month);
  if (at < 0) throw new DirtyPrices(`${month} is not in the file`);
  return at;
}

/** The rows up to the end of training: nothing else is learnt from, nor chosen on. */
function learntRows(table: PriceTable, { components, trainTo }: ForecastOptions): Row[] {
  for (const component of components)
    if (!table.columns.has(component)) throw new DirtyPrices(`column ${component} is not in the file`);
  return rowsOf(table, components, monthOf(table, trainTo));
}

/** The rows whose trade comes after training. */
function laterRows(table: PriceTable, { components, trainTo, testTo }: ForecastOptions): Row[] {
  const trainedTo = monthOf(table, trainTo);
  const later = rowsOf(table, components, monthOf(table, testTo)).filter(({ month }) => month >= trainedTo);
  if (later.length === 0) throw new DirtyPrices(`there are too few months after ${trainTo}`);
  return later;
}

/** How the folds rank, each by its own model. */
function foldRanking(table: PriceTable, learnt: readonly Row[], { trainTo, settings, seed }: ForecastOptions) {
  const trainedTo = monthOf(table, trainTo);
  const folds = foldsOf(learnt, trainedTo, settings, seed);
  if (folds.length === 0) throw new DirtyPrices("fifteen years are the least to learn from");
  const scored = folds.flatMap((fold) => rowsOfFold(learnt, fold, trainedTo).map((row) => ({ row, fold })));
  const scores = new Map(scored.map(({ row, fold }): [Row, number] => [row, scoredBy(fold.model)(row)]));
  const rows = [...scores.keys()];
  return { folds, rows, ranking: rankingOf(rows, (row) => scores.get(row) ?? 0) };
}

export function runForecast(table: PriceTable, options: ForecastOptions): ForecastRun {
  const { basket, trainTo, testTo, seed, bandPpm, settings } = options;
  const [learnt, later] = [learntRows(table, options), laterRows(table, options)];
  const trees = boost(learnt, settings, seed);
  const model = wholeModelOf(trees);
  const { folds, rows, ranking } = foldRanking(table, learnt, options);
  const modelAt = (month: number) => folds.find(({ last }) => month <= last)?.model ?? model;
  const firstMonth = table.months[folds[0]?.first ?? 0] ?? "";
  return {
    model,
    rows: learnt.length,
    roundingLoss: roundingLossOf(trees, model, [...learnt, ...later]),
    fitted: rankingOf(learnt, scoredBy(model)),
    before: {
      ranking,
      byReturn12: rankingOf(rows, byReturn12),
      backtest: comparisonOf(panelOf(table, basket, firstMonth, trainTo), modelAt, bandPpm),
    },
    after: {
      ranking: rankingOf(later, scoredBy(model)),
      byReturn12: rankingOf(later, byReturn12),
      backtest: comparisonOf(panelOf(table, basket, monthAfter(trainTo), testTo), () => model, bandPpm),
    },
  };
}

/** Sizes of models and how they rank within the training period; nothing after it is looked at. */
export function candidatesOn(table: PriceTable, options: ForecastOptions) {
  const sizes = [1, 2, 3].flatMap((depth) => [16, 32, 64].map((trees) => ({ depth, trees })));
  const learnt = learntRows(table, options);
  return sizes.map((size) => {
    const settings = { ...options.settings, ...size };
    return { settings, ranking: foldRanking(table, learnt, { ...options, settings }).ranking };
  });
}
