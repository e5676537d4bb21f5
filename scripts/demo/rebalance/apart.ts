// What a rebalance must come to, computed apart from the ledger and in another way: floating point, and trying every weight.

export interface Known {
  /** Country shares and governance of the stage that counts: parts of one, and 0 to 10. */
  readonly stages: readonly (readonly { readonly share: number; readonly governance: number }[])[];
  /** Places between 0 and 1, more being scarcer. */
  readonly recycling: number;
  readonly substitutability: number;
  readonly demandGrowth: number;
  readonly volatility: number;
}

/** Cube root of supply risk x growth x volatility, supply risk being the worst stage's concentration x recycling x substitution. */
export function criticality({ stages, recycling, substitutability, demandGrowth, volatility }: Known): number {
  const weighted = stages.map((lines) =>
    lines.reduce((sum, { share, governance }) => sum + share * share * governance, 0),
  );
  const concentration = Math.min(1, Math.max(...weighted) / 5);
  return Math.cbrt(concentration * recycling * substitutability * demandGrowth * volatility);
}

/** Exponentially weighted covariance of simple returns about zero. Between two components shrinking changes nothing. */
export function covariance(prices: readonly (readonly number[])[], decay: number): number[][] {
  const returns = prices.map((row) => row.slice(1).map((price, at) => price / (row[at] ?? price) - 1));
  const length = returns[0]?.length ?? 0;
  const weights = Array.from({ length }, (_, at) => decay ** (length - 1 - at));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return returns.map((one) =>
    returns.map(
      (two) => weights.reduce((sum, weight, at) => sum + weight * (one[at] ?? 0) * (two[at] ?? 0), 0) / total,
    ),
  );
}

export interface Problem {
  readonly covariance: readonly (readonly number[])[];
  readonly current: number;
  readonly target: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly turnover: number;
  readonly aversion: number;
  readonly turnoverCost: number;
}

/**
 * The first component's best weight in millionths, found by trying every one that the limits leave; and by what part of the
 * objective it is better than another.
 */
export function bestOfAll({ covariance: c, current, target, ...rules }: Problem, found: number) {
  const { least, most, step, turnover, aversion, turnoverCost } = rules;
  const at = (one: number, two: number) => (c[one]?.[two] ?? 0) * 1e12;
  const objective = (weight: number) => {
    const [one, two] = [weight / 1e6, 1 - weight / 1e6];
    const risk = aversion * (at(0, 0) * one * one + 2 * at(0, 1) * one * two + at(1, 1) * two * two);
    return risk + 2 * (weight - target) ** 2 + turnoverCost * 2 * Math.abs(weight - current);
  };
  const room = Math.min(step, Math.floor(turnover / 2));
  let best = current;
  for (let weight = Math.max(least, current - room); weight <= Math.min(most, current + room); weight += 1) {
    if (objective(weight) < objective(best)) best = weight;
  }
  return { best, gain: (objective(found) - objective(best)) / objective(best) };
}

/** floor(w V / (a x sum(w p / a))) as one exact fraction; what rounding leaves is the remainder. */
export function reweighed(
  valueNano: bigint,
  lines: readonly { readonly weightPpm: bigint; readonly priceNano: bigint; readonly averageNano: bigint }[],
) {
  let [top, bottom] = [0n, 1n];
  for (const { weightPpm, priceNano, averageNano } of lines) {
    [top, bottom] = [top * averageNano + weightPpm * priceNano * bottom, bottom * averageNano];
  }
  const quantities = lines.map(({ weightPpm, averageNano }) => (weightPpm * valueNano * bottom) / (averageNano * top));
  const spent = lines.reduce((sum, { priceNano }, at) => sum + priceNano * (quantities[at] ?? 0n), 0n);
  return { quantities, remainderNano: valueNano - spent };
}
