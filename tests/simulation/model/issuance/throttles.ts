// How much may be minted and redeemed at what pace, as the model judges it.
import { floor, greatest, least } from "../arithmetic.ts";
import type { Grounds, Model } from "../model.ts";
import { parameter } from "../parameters/book.ts";
import { issuanceOf, supply } from "./book.ts";

export type Bucket = "issuance" | "redemption";

const hourMs = 3_600_000n;

function fullBucket(model: Model, bucket: Bucket): bigint {
  const part = floor(supply(model) * parameter(model, `issuance.${bucket}BpPerHour`), 10_000n);
  return greatest(part, parameter(model, `issuance.${bucket}MicroKdgPerHour`));
}

/** What is left in a bucket that fills evenly within an hour. */
export function available(model: Model, bucket: Bucket): bigint {
  const full = fullBucket(model, bucket);
  const row = issuanceOf(model).throttles.get(bucket);
  if (row === undefined) return full;
  return least(full, row.leftMicroKdg + floor(full * BigInt(model.timeMs - row.updatedMs), hourMs));
}

export function judgePace(model: Model, bucket: Bucket, amount: bigint, grounds: Grounds): void {
  grounds.when(amount > available(model, bucket), "issuance/throttled");
}

export function take(model: Model, bucket: Bucket, amount: bigint): void {
  const leftMicroKdg = available(model, bucket) - amount;
  issuanceOf(model).throttles.set(bucket, { leftMicroKdg, updatedMs: model.timeMs });
}

export function refill(model: Model, bucket: Bucket, amount: bigint): void {
  const { throttles } = issuanceOf(model);
  const leftMicroKdg = available(model, bucket) + amount;
  if (leftMicroKdg >= fullBucket(model, bucket)) throttles.delete(bucket);
  else throttles.set(bucket, { leftMicroKdg, updatedMs: model.timeMs });
}
