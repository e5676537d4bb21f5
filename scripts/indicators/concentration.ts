// How concentrated production is: the Herfindahl-Hirschman index.
import { divideDown } from "#src/core/arithmetic.ts";
import type { MineProduction } from "./usgs.ts";

export interface Concentration {
  readonly chapter: string;
  readonly commodity: string;
  /** The sum of squared shares, from 0 to 10,000, rounded to the nearest; null where nothing is known. */
  readonly hhi: number | null;
  readonly countries: number;
  /** Countries that produce an amount which the table does not tell: the index is of the others. */
  readonly unknown: readonly string[];
}

const hhiMax = 10_000n;

/** `Other countries` count as one producer, as in the table: the index is at most this much too high for it. */
export function concentrationOf({ chapter, commodity, countries }: MineProduction): Concentration {
  const known = countries.flatMap(({ figure }) => (figure.kind === "amount" ? [figure.millis] : []));
  const producers = known.filter((millis) => millis > 0n);
  const unknown = countries.filter(({ figure }) => figure.kind === "withheld" || figure.kind === "notAvailable");
  return {
    chapter,
    commodity,
    hhi: herfindahl(producers),
    countries: producers.length,
    unknown: unknown.map(({ country }) => country),
  };
}

/** 10,000 * sum(quantity^2) / sum(quantity)^2, rounded to the nearest. */
export function herfindahl(quantities: readonly bigint[]): number | null {
  const sum = quantities.reduce((total, quantity) => total + quantity, 0n);
  if (sum === 0n) return null;
  const squares = quantities.reduce((total, quantity) => total + quantity * quantity, 0n);
  return Number(divideDown(2n * hhiMax * squares + sum * sum, 2n * sum * sum));
}
