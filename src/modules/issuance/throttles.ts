// Throttle buckets: how much may be minted and redeemed at what pace; what one takes gives room to the other.
import { minimum } from "#src/core/arithmetic.ts";
import type { State, StateReader } from "#src/state/view.ts";
import { supplyMicroKdg } from "./money.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { bucketLeft, bucketLimit } from "./rules.ts";
import type { Bucket } from "./schemas.ts";
import { throttles } from "./tables.ts";

const rates = {
  issuance: [parameters.issuanceMicroKdgPerHour, parameters.issuanceBpPerHour],
  redemption: [parameters.redemptionMicroKdgPerHour, parameters.redemptionBpPerHour],
} as const;

export function limitMicroKdg(state: StateReader, bucket: Bucket): bigint {
  const [microKdgPerHour, bpPerHour] = rates[bucket];
  return bucketLimit(supplyMicroKdg(state), microKdgPerHour.get(state), bpPerHour.get(state));
}

export function availableMicroKdg(state: StateReader, bucket: Bucket): bigint {
  const limit = limitMicroKdg(state, bucket);
  const row = throttles.get(state, bucket);
  return row === undefined ? limit : bucketLeft(row.leftMicroKdg, state.timeMs - row.updatedMs, limit);
}

export function requireAvailable(state: StateReader, bucket: Bucket, amount: bigint): void {
  const available = availableMicroKdg(state, bucket);
  if (amount > available) throw refusals.throttled({ bucket, availableMicroKdg: available });
}

/** Takes from one bucket what was checked before, at the supply before the money moved. */
export function takeFromBucket(state: State, bucket: Bucket, amount: bigint): void {
  requireAvailable(state, bucket, amount);
  const leftMicroKdg = availableMicroKdg(state, bucket) - amount;
  throttles.put(state, bucket, { leftMicroKdg, updatedMs: state.timeMs });
}

/** Gives room to a bucket, up to its limit. */
export function refillBucket(state: State, bucket: Bucket, amount: bigint): void {
  const limit = limitMicroKdg(state, bucket);
  const leftMicroKdg = minimum(limit, availableMicroKdg(state, bucket) + amount);
  if (leftMicroKdg === limit) throttles.delete(state, bucket);
  else throttles.put(state, bucket, { leftMicroKdg, updatedMs: state.timeMs });
}
