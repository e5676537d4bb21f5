// Gradient-boosted regression trees over whole-numbered features: the same trees for the same rows, settings and seed.
import { createDraw } from "#scripts/draw.ts";
import { type Features, featureNames } from "#src/weighting/forecast/features.ts";
import { featureNumber, type Row } from "./rows.ts";

export interface BoostSettings {
  readonly trees: number;
  readonly depth: number;
  /** How much of what a tree finds is kept. */
  readonly rate: number;
  /** Fewer rows make no leaf. */
  readonly leafRowsLeast: number;
}

export interface Split {
  readonly feature: number;
  readonly most: number;
  readonly isMissingUpper: boolean;
}

/** Laid out as the ledger's trees are: a heap of splits, with the leaves at the places beyond them. */
export interface Tree {
  readonly splits: readonly Split[];
  readonly leaves: readonly number[];
}

/** What one row counts for at most, either way: a doubling against the basket teaches no more than a half. */
const relativeMost = 0.5;
/** Candidates of a split: so many quantiles of the feature. */
const quantiles = 32;

interface Sample {
  /** Of each feature, how many of its candidates lie below the row's value; -1 where it is missing. */
  readonly bins: readonly number[];
  readonly month: number;
  residual: number;
}

/** Each tree learns from half of the months, drawn anew: the components of a month move together, so months are drawn whole. */
export function boost(rows: readonly Row[], settings: BoostSettings, seed: number): Tree[] {
  const candidates = featureNames.map((_, feature) => candidatesOf(rows, feature));
  const samples = rows.map((row): Sample => {
    const relative = Math.max(-relativeMost, Math.min(relativeMost, row.relative));
    const bins = valuesOf(row.features).map((value, feature) =>
      value === undefined ? -1 : (candidates[feature] ?? []).filter((candidate) => value > candidate).length,
    );
    return { bins, month: row.month, residual: relative };
  });
  const months = [...new Set(rows.map(({ month }) => month))];
  const draw = createDraw(seed);
  return Array.from({ length: settings.trees }, () => {
    const drawn = new Set(months.filter(() => draw(1_024) < 512));
    const tree = growTree(
      samples.filter(({ month }) => drawn.has(month)),
      candidates,
      settings,
    );
    samples.forEach((sample, at) => {
      sample.residual -= leafOf(tree, valuesOf(rows[at]?.features));
    });
    return tree;
  });
}

function valuesOf(features: Features | undefined): (number | undefined)[] {
  return featureNames.map((name) => (features === undefined ? undefined : featureNumber(features, name)));
}

function candidatesOf(rows: readonly Row[], feature: number): number[] {
  const values = rows.flatMap((row) => valuesOf(row.features)[feature] ?? []).sort((left, right) => left - right);
  const found = Array.from({ length: quantiles - 1 }, (_, at) => {
    return values[Math.floor(((at + 1) * values.length) / quantiles)] ?? 0;
  });
  return [...new Set(found)];
}

/** A node that nothing divides well gets a split all the same, with the same leaf on both sides: the heap has no gaps. */
function growTree(samples: readonly Sample[], candidates: readonly (readonly number[])[], settings: BoostSettings) {
  const splits: Split[] = [];
  let nodes: (readonly Sample[])[] = [samples];
  for (let depth = 0; depth < settings.depth; depth += 1) {
    nodes = nodes.flatMap((node) => {
      const best = bestSplit(node, candidates, settings.leafRowsLeast);
      splits.push(best?.split ?? { feature: 0, most: 0, isMissingUpper: false });
      return best === undefined ? [node, node] : [best.lower, best.upper];
    });
  }
  return { splits, leaves: nodes.map((node) => settings.rate * meanOfResiduals(node)) };
}

function meanOfResiduals(samples: readonly Sample[]): number {
  return samples.length === 0 ? 0 : samples.reduce((sum, { residual }) => sum + residual, 0) / samples.length;
}

/** The split that lessens the sum of squares the most; the first of equals, in the order of features and candidates. */
function bestSplit(node: readonly Sample[], candidates: readonly (readonly number[])[], leafRowsLeast: number) {
  const total = node.reduce((sum, { residual }) => sum + residual, 0);
  const whole = (total * total) / Math.max(1, node.length);
  let best: { readonly feature: number; readonly bin: number; readonly isMissingUpper: boolean } | undefined;
  let bestGain = 0;
  candidates.forEach((of, feature) => {
    const sums = new Array<number>(of.length + 1).fill(0);
    const counts = new Array<number>(of.length + 1).fill(0);
    let [missingSum, missingCount] = [0, 0];
    for (const { bins, residual } of node) {
      const bin = bins[feature] ?? -1;
      if (bin < 0) {
        missingSum += residual;
        missingCount += 1;
      } else {
        sums[bin] = (sums[bin] ?? 0) + residual;
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
    }
    let [lowerSum, lowerCount] = [0, 0];
    of.forEach((_, bin) => {
      lowerSum += sums[bin] ?? 0;
      lowerCount += counts[bin] ?? 0;
      for (const isMissingUpper of missingCount === 0 ? [false] : [false, true]) {
        const sum = isMissingUpper ? lowerSum : lowerSum + missingSum;
        const count = isMissingUpper ? lowerCount : lowerCount + missingCount;
        if (count < leafRowsLeast || node.length - count < leafRowsLeast) continue;
        const rest = total - sum;
        const gain = (sum * sum) / count + (rest * rest) / (node.length - count) - whole;
        if (gain > bestGain) [best, bestGain] = [{ feature, bin, isMissingUpper }, gain];
      }
    });
  });
  if (best === undefined) return undefined;
  const { feature, bin, isMissingUpper } = best;
  const isUpper = ({ bins }: Sample) => {
    const of = bins[feature] ?? -1;
    return of < 0 ? isMissingUpper : of > bin;
  };
  return {
    split: { feature, most: candidates[feature]?.[bin] ?? 0, isMissingUpper },
    lower: node.filter((sample) => !isUpper(sample)),
    upper: node.filter(isUpper),
  };
}

function leafOf({ splits, leaves }: Tree, values: readonly (number | undefined)[]): number {
  let place = 0;
  for (let split = splits[0]; split !== undefined; split = splits[place]) {
    const value = values[split.feature];
    place = 2 * place + ((value === undefined ? split.isMissingUpper : value > split.most) ? 2 : 1);
  }
  return leaves[place - splits.length] ?? 0;
}

/** The relative return that the trees predict, in floating point: what the whole-numbered model is compared with. */
export function predictionOf(trees: readonly Tree[], features: Features): number {
  const values = valuesOf(features);
  return trees.reduce((sum, tree) => sum + leafOf(tree, values), 0);
}
