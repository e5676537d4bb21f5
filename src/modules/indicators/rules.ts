// Arithmetic of indicators: fixed published ranges, places on them, and how concentrated production is.
import { divideDown, divideUp, maximum, minimum } from "#src/core/arithmetic.ts";
import { type Month, monthEndMs } from "#src/core/month.ts";
import type { Stored } from "#src/state/view.ts";
import type { Figure, Indicator } from "./schemas.ts";

export const wholePpm = 1_000_000n;
/** The governance weight in thousandths: 0 is the best governed country, 10,000 the worst. */
export const governanceMost = 10_000n;

/**
 * What an indicator is measured in and on which range it is placed. The range is fixed, not that of the sample: another
 * component must not move all the others. `bounds` are those of a sound raw value; beyond the range a value counts as its end.
 */
export interface Range {
  readonly unit: string;
  readonly least: bigint;
  readonly most: bigint;
  readonly bounds: readonly [least: bigint, most: bigint];
  /** Whether more of it makes a component scarcer, or easier to come by. */
  readonly more: "scarcer" | "easier";
  /** Where the definition comes from. */
  readonly definition: string;
}

const share = { least: 0n, most: wholePpm, bounds: [0n, wholePpm] } as const;

export const ranges: Readonly<Record<Indicator, Range>> = {
  recyclingRate: {
    ...share,
    unit: "millionths of what is discarded, recycled at its end of life",
    more: "easier",
    definition: "UNEP (2011), Recycling Rates of Metals: end-of-life functional recycling rate, 0 to 1",
  },
  reserves: {
    unit: "thousandths of a year of world mine production",
    least: 0n,
    most: 200_000n,
    bounds: [0n, 10n ** 9n],
    more: "easier",
    definition: "USGS, Mineral Commodity Summaries: world reserves over world mine production, 0 to 200 years",
  },
  demandGrowth: {
    unit: "millionths a year, compound over five years",
    least: -50_000n,
    most: 250_000n,
    bounds: [-wholePpm, 10n * wholePpm],
    more: "scarcer",
    definition: "Growth as in the NSTC's screening of critical minerals, here from -5 % to 25 % a year",
  },
  importReliance: {
    ...share,
    unit: "millionths of apparent consumption",
    more: "scarcer",
    definition: "USGS, Mineral Commodity Summaries: net import reliance of the United States, 0 to 1",
  },
  strategicDemandShare: {
    ...share,
    unit: "millionths of demand",
    more: "scarcer",
    definition: "The share of demand for clean energy, defence and computing, 0 to 1",
  },
  substitutability: {
    ...share,
    unit: "millionths of the substitution index; 1,000,000 where nothing can take its place",
    more: "scarcer",
    definition: "European Commission (2017), Methodology for the list of critical raw materials: SI for supply risk",
  },
  storability: {
    ...share,
    unit: "millionths; 1,000,000 keeps without loss",
    more: "easier",
    definition: "What is left of a quantity that was stored for a year, 0 to 1",
  },
};

export interface Placed {
  /** The raw value within the range. */
  readonly clamped: bigint;
  /** Where it lies on the range, in millionths, rounded down: less than one millionth is lost, to nobody's gain. */
  readonly positionPpm: bigint;
  /** The same, turned so that more is scarcer. */
  readonly scarcityPpm: bigint;
}

export function place({ least, most, more }: Range, raw: bigint): Placed {
  const clamped = minimum(most, maximum(least, raw));
  const positionPpm = divideDown((clamped - least) * wholePpm, most - least);
  return { clamped, positionPpm, scarcityPpm: more === "scarcer" ? positionPpm : wholePpm - positionPpm };
}

/**
 * What is known of a figure's place, turned so that more is scarcer: both ends are equal for a value; of an unknown they are
 * what its bounds leave, and the whole range where it has none.
 */
export function scarcityBounds(range: Range, figure: Stored<Figure> | undefined) {
  const low = figure?.value ?? figure?.unknown?.atLeast ?? range.least;
  const high = figure?.value ?? figure?.unknown?.atMost ?? range.most;
  const ends = [place(range, low).scarcityPpm, place(range, high).scarcityPpm];
  return { leastPpm: minimum(...(ends as [bigint, bigint])), mostPpm: maximum(...(ends as [bigint, bigint])) };
}

/** Whether a figure says exactly one thing. */
export function isClear({ value, unknown }: Stored<Figure>): boolean {
  return (value === undefined) !== (unknown === undefined);
}

/** Whether a value, or what is known of an unknown one, lies within bounds and in order. */
export function isWithin({ value, unknown }: Stored<Figure>, [least, most]: Range["bounds"]): boolean {
  const low = unknown?.atLeast ?? least;
  const high = unknown?.atMost ?? most;
  return [value ?? least, low, high].every((each) => least <= each && each <= most) && low <= high;
}

/** The first moment after a year or a month. */
export function periodEndMs(period: string): number {
  return monthEndMs((period.length === 4 ? `${period}-12` : period) as Month);
}

export interface ProducerLine {
  readonly country: string;
  /** Undefined where the share is unknown. */
  readonly sharePpm: bigint | undefined;
  readonly governance: bigint | undefined;
}

export interface ProducerStep {
  readonly country: string;
  readonly sharePpm?: bigint;
  readonly squarePpm2?: bigint;
  readonly governance?: bigint;
}

/**
 * The Herfindahl-Hirschman index from 0 to 10,000, and the same with each square weighted by governance, from 0 to
 * 100,000. `hhi` takes all other countries as one producer and is rounded to the nearest; it is absent where their share is
 * unknown. `hhiLeast` takes all that has no name as many small producers, rounded down; `hhiMost` as one, rounded up. The
 * weighted bounds give 0 and 10 to whoever has no governance weight.
 */
export function concentration(lines: readonly ProducerLine[], othersPpm: bigint | undefined) {
  const known = lines.flatMap(({ sharePpm, ...line }) => (sharePpm === undefined ? [] : [{ ...line, sharePpm }]));
  const namedPpm = known.reduce((sum, { sharePpm }) => sum + sharePpm, 0n);
  const restPpm = wholePpm - namedPpm;
  const squaresPpm2 = known.reduce((sum, { sharePpm }) => sum + sharePpm * sharePpm, 0n);
  const weighted = (unknownWeight: bigint) =>
    known.reduce((sum, line) => sum + line.sharePpm * line.sharePpm * (line.governance ?? unknownWeight), 0n);
  const steps: ProducerStep[] = lines.map(({ country, sharePpm, governance }) => ({
    country,
    ...(sharePpm === undefined ? {} : { sharePpm, squarePpm2: sharePpm * sharePpm }),
    ...(governance === undefined ? {} : { governance }),
  }));
  return {
    steps,
    ...(othersPpm === undefined ? {} : { othersPpm, hhi: nearest(squaresPpm2 + othersPpm * othersPpm, perHhi) }),
    restPpm,
    hhiLeast: divideDown(squaresPpm2, perHhi),
    hhiMost: divideUp(squaresPpm2 + restPpm * restPpm, perHhi),
    weightedLeast: divideDown(weighted(0n), perWeightedHhi),
    weightedMost: divideUp(weighted(governanceMost) + restPpm * restPpm * governanceMost, perWeightedHhi),
  };
}

/** Square millionths in one point of 10,000; the weighted ones carry thousandths of the weight besides. */
const perHhi = (wholePpm * wholePpm) / 10_000n;
const perWeightedHhi = perHhi * 1_000n;

const nearest = (numerator: bigint, denominator: bigint): bigint =>
  divideDown(2n * numerator + denominator, 2n * denominator);
