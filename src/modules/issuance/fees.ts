// The fee of a mint: a part of it goes to those who proved the energy that opened room for it, the rest to the surplus.
import { divideDown } from "#src/core/arithmetic.ts";
import { feesAccount, move as valueSupport } from "#src/modules/value-support/access.ts";
import type { State } from "#src/state/view.ts";
import { surplusAccount } from "./books.ts";
import { mintKdg } from "./money.ts";
import { parameters } from "./parameters.ts";
import { wholeBp } from "./rules.ts";

/** The provers' part rounds down: the surplus gains. While no proof is in force the surplus has all of it. */
export function payFee(state: State, feeMicroKdg: bigint): void {
  const proversMicroKdg = divideDown(feeMicroKdg * parameters.proversFeeBp.get(state), wholeBp);
  const isShared = valueSupport.shareFee(state, proversMicroKdg);
  if (isShared) mintKdg(state, feesAccount, proversMicroKdg);
  mintKdg(state, surplusAccount, isShared ? feeMicroKdg - proversMicroKdg : feeMicroKdg);
}
