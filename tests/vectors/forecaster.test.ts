// The forecaster: the shipped model, its features and shifts as another program reckons them, and made-up markets whose answer is known.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { monthAfter, type PriceTable } from "#scripts/backtest/prices.ts";
import { annualReturn, bootstrapDifference, meanOf, worstDrawdown } from "#scripts/backtest/statistics.ts";
import { createDraw } from "#scripts/draw.ts";
import { boost } from "#scripts/forecaster/boost.ts";
import { foldsOf, rowsOfFold } from "#scripts/forecaster/folds.ts";
import { rankCorrelation, rankingOf, ranksOf } from "#scripts/forecaster/measures.ts";
import { hasEarnedItsPlace } from "#scripts/forecaster/report.ts";
import { monthsNeeded, type Row, rowsOf, rowsOverBy } from "#scripts/forecaster/rows.ts";
import { type ForecastOptions, runForecast, standardSettings } from "#scripts/forecaster/run.ts";
import { modelHashOf, roundingLossOf, wholeModelOf } from "#scripts/forecaster/wholeModel.ts";
import { featureNames, featuresOf } from "#src/weighting/forecast/features.ts";
import { forecastModelSchema, hasAllLeaves } from "#src/weighting/forecast/model.ts";
import { shiftOf } from "#src/weighting/forecast/shift.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "kedge-forecaster-"));
afterAll(() => rmSync(folder, { recursive: true }));

const shippedText = readFileSync(join(root, "scripts/forecaster/model-2014.json"), "utf8");
const shipped = JSON.parse(shippedText);
const shippedModel = z.decode(forecastModelSchema, shipped.model);

describe("the shipped model", () => {
  it("has the hash that its file names, and all its leaves", () => {
    expect(modelHashOf(shippedModel)).toBe(shipped.modelHash);
    expect(hasAllLeaves(shippedModel)).toBe(true);
    expect(shippedModel.trees).toHaveLength(shipped.settings.trees);
  });

  // Reckoned from the file of prices and the file of the model by a program of another language, which shares no code.
  const vectors: readonly {
    readonly name: string;
    readonly prices: readonly (string | null)[];
    readonly features: Readonly<Record<string, string | null>>;
    readonly shiftPpm: string;
  }[] = JSON.parse(readFileSync(join(root, "tests/vectors/forecast-2014.json"), "utf8"));

  it.each(vectors)("sees and shifts as reckoned elsewhere: $name", ({ prices, features, shiftPpm }) => {
    const found = featuresOf(prices.map((price) => (price === null ? undefined : BigInt(price))));
    expect(Object.fromEntries(featureNames.map((name) => [name, found[name]?.toString() ?? null]))).toEqual(features);
    expect(shiftOf(shippedModel, found, 1_000_000n)).toBe(BigInt(shiftPpm));
    const within = [150_000n, BigInt(shiftPpm), -150_000n].sort((left, right) => (left < right ? -1 : 1))[1];
    expect(shiftOf(shippedModel, found, 150_000n)).toBe(within);
  });
});

const names = ["A", "B", "C", "D", "E", "F", "G", "H"];

/** Twenty-five years of eight prices: each drifts up or down for years, as far as `drift` says, under noise of 6 % either way. */
function marketOf(drift: number, seed: number): PriceTable {
  const draw = createDraw(seed);
  const months = Array.from({ length: 299 }).reduce<string[]>(
    (all) => [...all, monthAfter(all.at(-1) ?? "")],
    ["1990-01"],
  );
  const columns = names.map((name): [string, bigint[]] => {
    let [price, side] = [100, draw(2) * 2 - 1];
    const prices = months.map(() => {
      if (draw(30) === 0) side = -side;
      price *= 1 + side * drift + (draw(2_001) - 1_000) * 6e-5;
      return BigInt(Math.round(price * 1e9));
    });
    return [name, prices];
  });
  return { months, columns: new Map(columns) };
}

const options: ForecastOptions = {
  components: names,
  basket: names,
  trainTo: "2008-12",
  testTo: "2014-12",
  seed: 7,
  bandPpm: 200_000n,
  settings: { ...standardSettings, leafRowsLeast: 50 },
};

/** Longer than the standard: these train many models, and the machine may be busy. */
const slow = { timeout: 300_000 };

describe("on a made-up market", slow, () => {
  it("a planted signal is found before and after the end of training, and pays who holds the targets", () => {
    const run = runForecast(marketOf(0.02, 3), options);
    for (const { ranking, byReturn12, backtest } of [run.before, run.after]) {
      expect(ranking.informationCoefficient.low).toBeGreaterThan(0.1);
      expect(ranking.hitRate.low).toBeGreaterThan(0.5);
      expect(byReturn12.informationCoefficient.low).toBeGreaterThan(0.1);
      expect(backtest.equalWeights.differences.annualReturn.low).toBeGreaterThan(0);
    }
    expect([run.before.backtest.to, run.after.backtest.from, run.after.backtest.to]).toEqual([
      "2008-12",
      "2009-01",
      "2014-12",
    ]);
  });

  it("noise is not, although the model fits what it learnt from", () => {
    const run = runForecast(marketOf(0, 3), options);
    expect(run.fitted.informationCoefficient.low).toBeGreaterThan(0);
    for (const { ranking } of [run.before, run.after]) {
      expect(ranking.informationCoefficient.low).toBeLessThan(0);
      expect(ranking.informationCoefficient.high).toBeGreaterThan(0);
    }
    expect(hasEarnedItsPlace(run)).toBe(false);
  });

  it("nothing after the end of training changes the model, nor what is said of the time before", () => {
    const table = marketOf(0.02, 3);
    const last = table.months.indexOf(options.trainTo);
    const columns = [...table.columns].map(([name, prices], at): [string, (bigint | undefined)[]] => [
      name,
      prices.map((price, month) => (price === undefined || month <= last ? price : price * BigInt(at + 2))),
    ]);
    const [one, two] = [table, { ...table, columns: new Map(columns) }].map((each) => runForecast(each, options));
    expect(two?.model).toEqual(one?.model);
    expect([two?.fitted, two?.before]).toEqual([one?.fitted, one?.before]);
    expect(two?.after).not.toEqual(one?.after);
  });

  it("a fold's model has seen no price of its fold, and what it predicts is over by the end of training", () => {
    const table = marketOf(0.02, 3);
    const end = table.months.indexOf(options.trainTo);
    const rows = rowsOf(table, names, end);
    const folds = foldsOf(rows, end, options.settings, options.seed);
    expect(folds.map(({ first, last }) => [table.months[first], table.months[last]])).toEqual([["2004-01", "2008-12"]]);
    for (const fold of folds) {
      const cut = {
        ...table,
        columns: new Map([...table.columns].map(([name, of]) => [name, of.slice(0, fold.first)])),
      };
      const seen = rowsOf(cut, names, fold.first - 1);
      expect(wholeModelOf(boost(seen, options.settings, options.seed))).toEqual(fold.model);
      const predicted = rowsOfFold(rows, fold, end);
      expect(Math.min(...predicted.map(({ month }) => month)) + 1).toBe(fold.first);
      expect(Math.max(...predicted.map(({ month }) => month)) + monthsNeeded).toBe(end);
    }
  });

  it("rounding moves a shift by less than half a millionth for each tree, and the seed decides the trees", () => {
    const table = marketOf(0.02, 3);
    const rows = rowsOverBy(rowsOf(table, names, 299), 227);
    const trees = boost(rows, options.settings, 1);
    expect(boost(rows, options.settings, 1)).toEqual(trees);
    expect(boost(rows, options.settings, 2)).not.toEqual(trees);
    const loss = roundingLossOf(trees, wholeModelOf(trees), rows);
    expect(loss.largestPpm > 0 && loss.largestPpm <= trees.length / 2).toBe(true);
    expect(loss.rankCorrelation).toBeGreaterThan(0.9999);
  });
});

describe("the figures", () => {
  const rowOf = (month: number, relative: number, return1: bigint): Row => {
    return { month, component: "A", relative, features: { ...featuresOf([]), return1 } };
  };

  it("are by hand what they say", () => {
    expect(ranksOf([3, 1, 3, 7])).toEqual([1.5, 0, 1.5, 3]);
    expect(rankCorrelation([1, 2, 3], [10, 20, 90])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    // Ranks 0 1 2 3 and 1 0 3 2: 1 - 6 x 4 / (4 x 15).
    expect(rankCorrelation([1, 2, 3, 4], [2, 1, 4, 3])).toBeCloseTo(0.6, 12);
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBe(0);
    expect(annualReturn([0.01, 0.03])).toBeCloseTo(0.24, 12);
    expect(worstDrawdown([Math.log(2), Math.log(0.25), Math.log(3)])).toBeCloseTo(0.75, 12);
    expect(bootstrapDifference([1, 1, 1, 1], [0, 0, 0, 0], meanOf)).toEqual({ difference: 1, low: 1, high: 1 });
  });

  it("of a ranking are the mean of its months, and the share of signs that agree", () => {
    const rows = [
      ...[rowOf(1, -0.1, -5n), rowOf(1, 0.2, 5n), rowOf(1, -0.1, 1n)],
      ...[rowOf(2, 0.1, -5n), rowOf(2, -0.1, 5n), rowOf(2, 0, 4n)],
    ];
    const { months, informationCoefficient, hitRate } = rankingOf(rows, ({ features }) => Number(features.return1));
    // Month 1: ranks 0 2 1 against 0.5 2 0.5, 1.5 / root of 2 x 1.5. Month 2: 0 2 1 against 2 0 1, which is -1.
    expect(informationCoefficient.value).toBeCloseTo((1.5 / Math.sqrt(3) - 1) / 2, 12);
    // Three of five, for a return of 0 agrees with nothing: two of three, and none of two.
    expect([months, hitRate.value]).toEqual([2, 0.4]);
  });

  it("of a row are the quarter after the trade, a month after the newest price, less the mean of all", () => {
    const months = Array.from({ length: 7 }, (_, at) => `2000-0${at + 1}`);
    const flat = [10n, 20n, 20n, 20n, 20n, 20n, 20n];
    const columns = new Map([
      ["A", [10n, 20n, 40n, 99n, 99n, 60n, 99n]],
      ["B", flat],
      ["C", flat],
      ["D", flat],
      ["E", [undefined, ...flat.slice(1)]],
    ]);
    const rows = rowsOf({ months, columns }, ["A", "B", "C", "D", "E"], 5);
    // Known to month 1, bought in month 2 at 40, over in month 5 at 60: half as much again, an eighth in the mean of four.
    expect(rows.map(({ month, component, relative }) => [month, component, relative])).toEqual([
      [1, "A", 0.375],
      [1, "B", -0.125],
      [1, "C", -0.125],
      [1, "D", -0.125],
    ]);
  });
});

function run(...given: readonly string[]) {
  return spawnSync("npm", ["run", "--silent", "forecaster", "--", ...given], { cwd: root, encoding: "utf8" });
}

describe("npm run forecaster", slow, () => {
  const file = join(folder, "prices.csv");
  const table = marketOf(0.02, 3);
  const lines = table.months.map((month, at) =>
    [month, ...names.map((name) => (Number(table.columns.get(name)?.[at]) / 1e9).toFixed(6))].join(),
  );
  writeFileSync(file, `month,${names.join()}\n${lines.join("\n")}\n`);
  const period = ["--prices", file, "--basket", names.join(), "--train-to", "2008-12", "--test-to", "2014-12"];

  it("gives the same bytes for the same seed, and says what the model is worth", () => {
    const [one, two] = ["one.json", "two.json"].map((name) => join(folder, name));
    const first = run(...period, "--seed", "5", "--json", "--out", one ?? "");
    expect([first.status, first.stderr]).toEqual([0, ""]);
    expect(run(...period, "--seed", "5", "--json", "--out", two ?? "").stdout).toBe(first.stdout);
    const text = readFileSync(one ?? "", "utf8");
    expect(readFileSync(two ?? "", "utf8")).toBe(text);
    const report = JSON.parse(first.stdout);
    expect(report.modelHash).toBe(JSON.parse(text).modelHash);
    expect(report.modelHash).toBe(modelHashOf(z.decode(forecastModelSchema, JSON.parse(text).model)));
    expect(report.after.ranking.informationCoefficient.low).toBeGreaterThan(0);
    expect(report.sentences.join("\n")).not.toMatch(/NaN|undefined|Infinity/);
    const other = run(...period, "--seed", "6");
    expect(other.stdout).toContain("seed 6");
    expect(other.stdout).not.toContain(report.modelHash);
  });

  it("names what is wrong, and fails", () => {
    expect(run(...period, "--seed", "0")).toMatchObject({ status: 2, stdout: "" });
    expect(run(...period, "--band", "2").stderr).toBe("2 is no band: a share such as 0.2\n");
    expect(run(...period, "--components", "A,Z").stderr).toBe("column Z is not in the file\n");
    expect(run(...period, "--train-to", "1999-12").stderr).toBe("fifteen years are the least to learn from\n");
  });
});

const data = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const isHere = existsSync(join(data, "worldbank_pinksheet_monthly.csv"));
if (!isHere) process.stderr.write("SKIPPED: training again on real prices, which are not beside the project\n");

describe.skipIf(!isHere)("training again on the real prices", slow, () => {
  it("gives the shipped model, byte for byte, and the figures of decision 0050", () => {
    const out = join(folder, "again.json");
    const found = run("--data", data, "--json", "--out", out);
    expect([found.status, found.stderr]).toEqual([0, ""]);
    expect(readFileSync(out, "utf8")).toBe(shippedText);
    const report = JSON.parse(found.stdout);
    const decision = readFileSync(join(root, "src/decisions/0050-a-forecast-of-scarcity-stays-off.md"), "utf8");
    expect(decision).toContain(shipped.modelHash);
    for (const part of [report.fitted, report.before.ranking, report.after.ranking]) {
      const { value, low, high } = part.informationCoefficient;
      expect(decision).toContain(`${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`);
    }
    for (const { backtest } of [report.before, report.after])
      for (const name of ["kedge", "equalWeights"])
        for (const { difference } of Object.values<{ difference: number }>(backtest[name].differences))
          expect(decision).toContain(`${difference < 0 ? "" : "+"}${(difference * 100).toFixed(3)}`);
    expect(report.hasEarnedItsPlace).toBe(false);
    expect(decision).toContain("stays off");
  });
});
