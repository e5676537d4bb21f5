// A point in time as CometBFT has it: whole seconds since 1970 and the nanoseconds after them.
import { assert } from "#src/core/assert.ts";
import { WireWriter } from "./wire.ts";

export interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

/** The year 1, which CometBFT writes where a time is missing. */
export const absentTime: Timestamp = { seconds: -62_135_596_800, nanos: 0 };

export function timestampOfMs(timeMs: number): Timestamp {
  assert(Number.isSafeInteger(timeMs) && timeMs >= 0, "a block time is a whole number of milliseconds since 1970");
  const remainderMs = timeMs % 1_000;
  return { seconds: (timeMs - remainderMs) / 1_000, nanos: remainderMs * 1_000_000 };
}

/** Whole milliseconds; what CometBFT measured more finely is cut off. */
export function msOfTimestamp({ seconds, nanos }: Timestamp): number {
  return seconds * 1_000 + (nanos - (nanos % 1_000_000)) / 1_000_000;
}

export function encodeTimestamp({ seconds, nanos }: Timestamp): Uint8Array {
  return new WireWriter().integer(1, seconds).integer(2, nanos).finish();
}
