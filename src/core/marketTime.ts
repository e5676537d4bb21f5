// How long a market was open between two moments: always, or from Monday to Friday in UTC.

export type Market = "continuous" | "weekdays";

/** Milliseconds of open market from one moment to a later one; both are of 1970 or later. */
export function openMarketMs(market: Market, fromMs: number, toMs: number): number {
  return market === "weekdays" ? weekdayMs(toMs) - weekdayMs(fromMs) : toMs - fromMs;
}

const dayMs = 86_400_000;

/** Milliseconds from Monday to Friday, UTC, between Monday 29 December 1969 and a moment. */
function weekdayMs(timeMs: number): number {
  const sinceMondayMs = timeMs + 3 * dayMs;
  const intoWeekMs = sinceMondayMs % (7 * dayMs);
  const weeks = (sinceMondayMs - intoWeekMs) / (7 * dayMs);
  return weeks * 5 * dayMs + Math.min(intoWeekMs, 5 * dayMs);
}
