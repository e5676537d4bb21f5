// Plays one strategy through the months by the basket's own reweighting, and keeps what it did.
import { splitByLargestRemainder } from "#src/core/arithmetic.ts";
import { assert, present } from "#src/core/assert.ts";
import { reweigh, worthOf } from "#src/weighting/reweighing.ts";
import type { Panel } from "./prices.ts";
import { type Weigher, wholePpm } from "./weighers.ts";

/** A basket worth a hundred billion of the numeraire, so that a quantity of one is a small part of it. */
const startNano = 10n ** 20n;

export interface Month {
  readonly month: string;
  readonly valueNano: bigint;
  readonly pricesNano: readonly bigint[];
  /** What the basket holds after this month's rebalance, and what of the value is cash. */
  readonly quantities: readonly bigint[];
  readonly remainderNano: bigint;
  /** Half of the worth that changed hands, as a share of the value; nothing in a month without a rebalance. */
  readonly turnover: number;
}

export interface Schedule {
  readonly rebalanceMonths: number;
  readonly averageMonths: number;
}

/**
 * In: prices, and who weighs. Out: each month of the run. The month's rebalance uses prices up to the month before and
 * trades at the month's own price. Value before equals value after in every one, or the run stops.
 */
export function play(panel: Panel, weigh: Weigher, { rebalanceMonths, averageMonths }: Schedule): Month[] {
  const months: Month[] = [];
  let quantities: readonly bigint[] | undefined;
  let remainderNano = startNano;
  for (let row = panel.first; row < panel.months.length; row += 1) {
    const pricesNano = panel.prices.map((prices) => present(prices[row], "the panel has no blanks in its period"));
    const held = quantities ?? pricesNano.map(() => 0n);
    const valueNano = worthAt(held, pricesNano, remainderNano);
    const isDue = (row - panel.first) % rebalanceMonths === 0;
    const averagesNano = panel.prices.map((prices) => averageOf(prices, row, averageMonths));
    const weightsPpm = isDue
      ? weigh({
          components: panel.components,
          before: panel.prices.map((prices) => prices.slice(0, row)),
          currentPpm: quantities === undefined ? undefined : sharesPpm(quantities, averagesNano),
        })
      : undefined;
    let turnover = 0;
    if (weightsPpm !== undefined) {
      const after = reweighed(valueNano, weightsPpm, pricesNano, averagesNano);
      assert(worthAt(after.quantities, pricesNano, after.remainderNano) === valueNano, "a reweighting keeps the value");
      if (quantities !== undefined) turnover = turnoverOf(held, after.quantities, pricesNano, valueNano);
      quantities = after.quantities;
      remainderNano = after.remainderNano;
    }
    months.push({
      month: panel.months[row] ?? "",
      valueNano,
      pricesNano,
      quantities: quantities ?? held,
      remainderNano,
      turnover,
    });
  }
  return months;
}

function reweighed(
  valueNano: bigint,
  weightsPpm: readonly bigint[],
  pricesNano: readonly bigint[],
  averagesNano: readonly bigint[],
) {
  const lines = pricesNano.map((priceNano, at) => ({
    weightPpm: weightsPpm[at] ?? 0n,
    priceNano,
    averageNano: averagesNano[at] ?? priceNano,
  }));
  const result = reweigh(valueNano, lines);
  // A quantity loses less than one unit by rounding down, so what is left is less than one unit of each.
  assert(
    result.remainderNano <
      worthOf(
        lines.map(({ priceNano }) => ({ quantity: 1n, priceNano })),
        0n,
      ),
    "bounded",
  );
  return result;
}

/** The mean of the newest prices, rounded down; months before a series began do not count. */
function averageOf(prices: readonly (bigint | undefined)[], row: number, months: number): bigint {
  const known = prices.slice(Math.max(0, row - months + 1), row + 1).filter((price) => price !== undefined);
  return known.reduce((sum, price) => sum + price, 0n) / BigInt(known.length);
}

export function worthAt(quantities: readonly bigint[], pricesNano: readonly bigint[], remainderNano: bigint): bigint {
  return worthOf(
    quantities.map((quantity, at) => ({ quantity, priceNano: pricesNano[at] ?? 0n })),
    remainderNano,
  );
}

export function sharesPpm(quantities: readonly bigint[], pricesNano: readonly bigint[]): bigint[] {
  return splitByLargestRemainder(
    wholePpm,
    quantities.map((quantity, at) => quantity * (pricesNano[at] ?? 0n)),
  );
}

function turnoverOf(
  before: readonly bigint[],
  after: readonly bigint[],
  pricesNano: readonly bigint[],
  valueNano: bigint,
): number {
  const tradedNano = before.reduce((sum, quantity, at) => {
    const moved = (after[at] ?? 0n) - quantity;
    return sum + (moved < 0n ? -moved : moved) * (pricesNano[at] ?? 0n);
  }, 0n);
  return Number((tradedNano * 1_000_000_000n) / (2n * valueNano)) / 1e9;
}
