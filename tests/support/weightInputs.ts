// Drawn inputs of the whole arithmetic of weights: problems of every kind, returns with gaps, figures of scarcity.
import fc from "fast-check";
import { splitByLargestRemainder } from "#src/core/arithmetic.ts";
import type { GroupCap, WeightProblem } from "#src/weighting/solver/problem.ts";
import { sumOf, wholePpm } from "#src/weighting/vectors.ts";
import { evenly, gram, symbolsOf } from "./weightProblems.ts";

const between = (least: bigint | number, most: bigint | number) => fc.bigInt(BigInt(least), BigInt(most));
const list = <Value>(values: fc.Arbitrary<Value>, size: number) =>
  fc.array(values, { minLength: size, maxLength: size });
const ppm = fc.oneof(between(0, wholePpm), fc.constantFrom(0n, 1n, wholePpm - 1n, wholePpm));
const isOnceIn = (times: number) => fc.integer({ min: 1, max: times }).map((drawn) => drawn === 1);

const clamped = (value: bigint): bigint => (value < 0n ? 0n : value > wholePpm ? wholePpm : value);

/** Not in the order of their bytes: "a" comes after all others. */
const names = ["NDPR", "ELEC", "a", "CU", "COMPUTE", "AG", "LI2CO3", "B2"];

/** One to eight components, apart by about one `width`: a few millionths, at which all depends on ties, up to a fifth. */
export const drawnProblems: fc.Arbitrary<WeightProblem> = fc.integer({ min: 1, max: names.length }).chain((size) => {
  // In tenths of the width; an edge within the current weight lies beyond it.
  const edges = fc.oneof({ weight: 6, arbitrary: between(0, 15) }, { weight: 1, arbitrary: between(-4, 0) });
  return fc
    .record({
      symbols: fc.shuffledSubarray(names, { minLength: size, maxLength: size }),
      parts: list(between(1, 40), size),
      width: fc.constantFrom(10n, 30n, 1_000n, 30_000n, 200_000n),
      targets: list(between(-15, 15), size),
      below: list(edges, size),
      above: list(edges, size),
      elasticities: list(fc.oneof(fc.constantFrom(8_192n, 40_960n, wholePpm), between(1_000, 10n ** 9n)), size),
      factors: list(list(between(-40, 40), 3), size),
      factor: fc.constantFrom(0n, 1n, 10n ** 3n, 10n ** 6n, 10n ** 12n),
      groups: fc.array(fc.record({ from: fc.nat(7), length: fc.nat(6), room: between(-6, 12) }), { maxLength: 4 }),
      mayCross: isOnceIn(8),
      riskAversionPpm: fc.constantFrom(0n, 1n, wholePpm, 10n ** 10n),
      turnoverCostPpm: fc.constantFrom(0n, 1n, 7n, 500n, 500_000n),
      step: between(0, 18),
      turnover: between(0, 40),
      isUnlimited: isOnceIn(3),
    })
    .map((drawn) => {
      const current = splitByLargestRemainder(wholePpm, drawn.parts);
      const tenths = (of: bigint | undefined) => (drawn.width * (of ?? 0n)) / 10n;
      const around = (at: number, distance: bigint) => clamped((current[at] ?? 0n) + distance);
      const groups = drawn.groups.map(({ from, length, room }, number) => {
        const symbols = names.slice(from, from + length);
        const weight = sumOf(current, (each, at) => (symbols.includes(drawn.symbols[at] ?? "") ? each : 0n));
        return { name: `g${9 - number}`, symbols, mostPpm: clamped(weight + tenths(room)) };
      });
      return {
        components: drawn.symbols.map((symbol, at) => ({
          symbol,
          currentPpm: current[at] ?? 0n,
          targetPpm: around(at, tenths(drawn.targets[at])),
          leastPpm: around(at, -tenths(drawn.below[at])),
          mostPpm: around(at, tenths(drawn.above[at])),
          elasticityPpm: drawn.elasticities[at] ?? wholePpm,
        })),
        groups: drawn.mayCross ? groups : groups.filter((group, at) => !groups.slice(0, at).some(crosses(group))),
        covariance: gram(drawn.factors, drawn.factor),
        riskAversionPpm: drawn.riskAversionPpm,
        turnoverCostPpm: drawn.turnoverCostPpm,
        stepMostPpm: drawn.isUnlimited ? 2n * wholePpm : tenths(drawn.step),
        turnoverMostPpm: drawn.isUnlimited ? 2n * wholePpm : tenths(drawn.turnover),
      };
    });
});

function crosses({ symbols }: GroupCap): (other: GroupCap) => boolean {
  return (other) => {
    const shared = symbols.filter((symbol) => other.symbols.includes(symbol)).length;
    return shared > 0 && shared < symbols.length && shared < other.symbols.length;
  };
}

/** Four to six components of a covariance in which even weights have next to no risk, and a turnover that soon ends. */
export const hedgedProblems: fc.Arbitrary<WeightProblem> = fc.integer({ min: 4, max: 6 }).chain((size) =>
  fc
    .record({
      unit: fc.constantFrom(1n, 1_000n, 9_000n),
      factors: list(list(between(-10, 10), size - 1), 2),
      factor: fc.constantFrom(10n ** 9n, 10n ** 11n, 10n ** 12n),
      targets: list(between(-15, 15), size),
      room: list(between(0, 8), 2 * size),
      elasticities: list(fc.constantFrom(300_000n, wholePpm, 3_000_000n), size),
      turnoverCostPpm: fc.constantFrom(0n, 1n, 3n),
      turnover: between(1, 7),
    })
    .map((drawn) => {
      // Each factor's loadings sum to nothing.
      const columns = drawn.factors.map((column) => [...column, -sumOf(column, (each) => each)]);
      const symbols = symbolsOf(size);
      return {
        components: evenly(size).map((weight, at) => ({
          symbol: symbols[at] ?? "",
          currentPpm: weight,
          targetPpm: weight + drawn.unit * (drawn.targets[at] ?? 0n),
          leastPpm: weight - drawn.unit * (drawn.room[at] ?? 0n),
          mostPpm: weight + drawn.unit * (drawn.room[at + size] ?? 0n),
          elasticityPpm: drawn.elasticities[at] ?? wholePpm,
        })),
        groups: [],
        covariance: gram(
          symbols.map((_, at) => columns.map((column) => column[at] ?? 0n)),
          drawn.factor,
        ),
        riskAversionPpm: wholePpm,
        turnoverCostPpm: drawn.turnoverCostPpm,
        stepMostPpm: wholePpm,
        turnoverMostPpm: 2n * drawn.unit * drawn.turnover,
      };
    }),
);

const returned = fc.oneof(between(-900_000, 3_000_000), between(-3, 3), fc.constant(0n));

/** Rows of returns: some with gaps, some that stand still, some against the row before. */
export const covarianceInputs = fc
  .record({ size: fc.integer({ min: 0, max: 5 }), length: fc.nat(24) })
  .chain((drawn) => {
    const row = fc.record({
      returns: list(returned, drawn.length),
      gaps: list(isOnceIn(5), drawn.length),
      hasGaps: fc.boolean(),
      kind: fc.constantFrom("own", "own", "still", "against"),
    });
    return fc
      .record({
        rows: list(row, drawn.size),
        decayPpm: fc.constantFrom(1n, 300n, 500_000n, 985_000n, 999_999n, wholePpm),
        shrinkagePpm: ppm,
        periodsLeast: fc.integer({ min: 1, max: 12 }),
        periodsMore: fc.nat(20),
      })
      .map(({ rows, periodsLeast, periodsMore, decayPpm, shrinkagePpm }) => ({
        returns: rows.map(({ returns, gaps, hasGaps, kind }, at) =>
          returns.map((each, period) => {
            if (hasGaps && gaps[period] === true) return undefined;
            if (kind === "still") return 0n;
            return kind === "against" ? -(rows[at - 1]?.returns[period] ?? 0n) : each;
          }),
        ),
        rules: { decayPpm, shrinkagePpm, periodsLeast, periodsMost: periodsLeast + periodsMore },
      }));
  });

/** The same at both ends, or apart. */
const bounds = (most: bigint) =>
  fc.oneof(
    between(0, most).map((value) => [value, value] as const),
    fc
      .tuple(between(0, most), between(0, most))
      .map(([one, two]) => (one < two ? ([one, two] as const) : ([two, one] as const))),
  );
const place = bounds(wholePpm).map(([leastPpm, mostPpm]) => ({ leastPpm, mostPpm }));

export const figures = fc.record({
  concentration: fc.array(
    bounds(100_000n).map(([least, most]) => ({ least, most })),
    { maxLength: 4 },
  ),
  recycling: place,
  substitutability: place,
  demandGrowth: place,
  volatility: place,
});

export const targetInputs = fc
  .record({ keeps: fc.integer({ min: 0, max: 3 }).map((drawn) => drawn > 0), size: fc.integer({ min: 1, max: 12 }) })
  .chain(({ keeps, size }) =>
    fc.record({
      components: list(
        fc.record({
          basePpm: fc.oneof(between(1, wholePpm), fc.constant(250_000n)),
          criticalityPpm: ppm,
          strategicDemandPpm: ppm,
          storabilityPpm: keeps ? ppm : fc.constant(0n),
          shiftPpm: fc.oneof(between(-wholePpm, wholePpm), fc.constant(0n)),
        }),
        size,
      ),
      tilts: fc.record({ criticalityTiltPpm: ppm, demandTiltPpm: ppm }),
    }),
  );
