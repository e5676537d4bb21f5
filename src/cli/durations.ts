// Durations as they are typed.
import { usageFailure } from "./failure.ts";

/** `200ms`, `2s`, `5m`, or a number of milliseconds. */
export function parseDurationMs(text: string): number {
  const [, amount, unit = "ms"] = /^([0-9]{1,6})(ms|s|m)?$/.exec(text) ?? [];
  if (amount === undefined) throw usageFailure(`${text} is no duration: write 200ms or 2s`);
  return Number(amount) * unitsMs[unit as keyof typeof unitsMs];
}

const unitsMs = { ms: 1, s: 1_000, m: 60_000 } as const;
