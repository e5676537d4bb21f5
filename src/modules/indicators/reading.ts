// Indicators as they are read: typed values and unknowns with the records behind them, and concentration step by step.
import { present } from "#src/core/assert.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { places, recordsAt } from "./entries.ts";
import { concentration, place, ranges } from "./rules.ts";
import { type Indicator, type IndicatorRecord, indicatorNames, type Stage } from "./schemas.ts";

/** One indicator with its unit and range, the records, and the place of a value on the range. */
export function indicatorOf(state: StateReader, component: string, indicator: Indicator) {
  const { unit, least, most, more, definition } = ranges[indicator];
  const records = recordsAt(state, places.indicator({ component, indicator }));
  const value = records.inForce?.indicator?.figure.value;
  const range = { unit, least, most, more, definition };
  return {
    indicator,
    range,
    ...records,
    ...(value === undefined ? {} : { placed: place(ranges[indicator], value) }),
  };
}

export function indicatorsOf(state: StateReader, component: string) {
  return indicatorNames.map((indicator) => indicatorOf(state, component, indicator));
}

/** The record of a stage's shares in force, and what follows from it and the governance weights in force. */
export function concentrationOf(state: StateReader, component: string, stage: Stage) {
  const { inForce } = recordsAt(state, places.shares({ component, stage }));
  if (inForce?.shares === undefined) return undefined;
  const governance = inForce.shares.countries.flatMap(
    ({ country }) => recordsAt(state, places.governance({ country })).inForce ?? [],
  );
  return concentrationBy(inForce, governance);
}

/** What follows from a record of shares and some of governance, each of a country. */
export function concentrationBy(record: Stored<IndicatorRecord>, governance: readonly Stored<IndicatorRecord>[]) {
  const { countries, others } = present(record.shares, "a record of shares states shares");
  const weights = new Map(governance.map(({ governance: stated }) => [stated?.country, stated?.figure.value] as const));
  const lines = countries.map(({ country, share }) => ({
    country,
    sharePpm: share.value,
    governance: weights.get(country),
  }));
  return {
    record,
    governanceRecords: governance.map(({ number }) => number),
    ...concentration(lines, others.value),
  };
}
