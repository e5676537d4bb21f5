// What other modules may ask of `indicators`.
import type { StateReader, Stored } from "#src/state/view.ts";
import { concentrationBy, concentrationOf, indicatorOf } from "./reading.ts";
import { ranges, scarcityBounds } from "./rules.ts";
import { type Figure, type Indicator, indicatorNames, type Stage } from "./schemas.ts";
import { indicatorRecords } from "./tables.ts";

export { type Figure, type Indicator, indicatorSchema, type Stage } from "./schemas.ts";

/** What is stated of an indicator, by which record, and since when; nothing where no record is in force. */
export type IndicatorReading =
  | { readonly status: "unrecorded"; readonly bounds: ScarcityBounds }
  | {
      readonly status: "value" | "unknown";
      readonly number: number;
      readonly fromMs: number;
      readonly figure: Stored<Figure>;
      /** The place on the fixed range, turned so that more is scarcer; absent for an unknown. */
      readonly scarcityPpm?: bigint;
      readonly bounds: ScarcityBounds;
    };

/** Between which places the indicator lies by what is known, turned so that more is scarcer; equal for a value. */
export type ScarcityBounds = ReturnType<typeof scarcityBounds>;

export type ConcentrationReading = NonNullable<ReturnType<typeof concentrationOf>>;

/** All that is in force of one component; a stage is undefined while nobody stated its shares. */
export interface ComponentIndicators {
  readonly indicators: Readonly<Record<Indicator, IndicatorReading>>;
  readonly mining: ConcentrationReading | undefined;
  readonly refining: ConcentrationReading | undefined;
}

export const read = {
  /** Never refuses: what is not recorded, or recorded as unknown, says so. */
  indicatorsOf(state: StateReader, component: string): ComponentIndicators {
    const indicators = Object.fromEntries(
      indicatorNames.map((indicator) => [indicator, readingOf(state, component, indicator)]),
    ) as Record<Indicator, IndicatorReading>;
    return {
      indicators,
      mining: concentrationOf(state, component, "mining"),
      refining: concentrationOf(state, component, "refining"),
    };
  },
};

/** What records by number state: for whoever checks what was made of them. */
export const recorded = {
  /** The place of an indicator by one record; undefined where the record is not there or states something else. */
  bounds(state: StateReader, number: number, component: string, indicator: Indicator): ScarcityBounds | undefined {
    const stated = indicatorRecords.get(state, number)?.indicator;
    if (stated?.component !== component || stated.indicator !== indicator) return undefined;
    return scarcityBounds(ranges[indicator], stated.figure);
  },
  /** Concentration by a record of shares and some of governance; undefined where one is not there or states something else. */
  concentration(
    state: StateReader,
    {
      number,
      governance,
      component,
      stage,
    }: {
      readonly number: number;
      readonly governance: readonly number[];
      readonly component: string;
      readonly stage: Stage;
    },
  ): ConcentrationReading | undefined {
    const record = indicatorRecords.get(state, number);
    if (record?.shares?.component !== component || record.shares.stage !== stage) return undefined;
    const weights = governance.flatMap((each) => indicatorRecords.get(state, each) ?? []);
    const isWhole = weights.length === governance.length && weights.every((each) => each.governance !== undefined);
    return isWhole ? concentrationBy(record, weights) : undefined;
  },
};

function readingOf(state: StateReader, component: string, indicator: Indicator): IndicatorReading {
  const { inForce, placed } = indicatorOf(state, component, indicator);
  const bounds = scarcityBounds(ranges[indicator], inForce?.indicator?.figure);
  if (inForce?.indicator === undefined) return { status: "unrecorded", bounds };
  const { number, fromMs } = inForce;
  const { figure } = inForce.indicator;
  if (placed === undefined) return { status: "unknown", number, fromMs, figure, bounds };
  return { status: "value", number, fromMs, figure, scarcityPpm: placed.scarcityPpm, bounds };
}
