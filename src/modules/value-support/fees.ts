// What a proof has earned in fees: its part by slope, up to a bound for each megawatt-hour.
import { minimum } from "#src/core/arithmetic.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { readSums } from "./books.ts";
import { earned } from "./rules.ts";
import type { Proof } from "./schemas.ts";

/** In micro-KDG: `owed` may be claimed now; `excess` is beyond the bound, and goes to other proofs when this one ends. */
export function feesOf(state: StateReader, proof: Stored<Proof>): { owed: bigint; excess: bigint } {
  const rise = (proof.endIndex ?? readSums(state).feeIndex) - proof.startIndex;
  const all = earned(proof.slope, rise);
  const allowed = minimum(all, proof.mostFeesMicroKdg);
  return { owed: allowed - proof.claimedMicroKdg, excess: all - allowed };
}
