// Where the fee of a mint goes: a part to those who proved energy, if there are any, the rest to the surplus.
import { floor } from "../arithmetic.ts";
import type { Model } from "../model.ts";
import { parameter } from "../parameters/book.ts";
import { feesBook, share } from "../value-support/book.ts";
import { mintKdg, surplus } from "./book.ts";

export function payFee(model: Model, feeMicroKdg: bigint): void {
  const part = floor(feeMicroKdg * parameter(model, "issuance.proversFeeBp"), 10_000n);
  const shared = share(model, part) ? part : 0n;
  mintKdg(model, feesBook, shared);
  mintKdg(model, surplus, feeMicroKdg - shared);
}
