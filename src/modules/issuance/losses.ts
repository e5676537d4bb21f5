// Losses: the surplus bears them first by being burnt, then junior units by being cut, then holders of money.
import type { Account } from "#src/core/account.ts";
import { minimum } from "#src/core/arithmetic.ts";
import type { State } from "#src/state/view.ts";
import { surplusAccount } from "./books.ts";
import { events } from "./events.ts";
import { cutUnits, juniorUnits } from "./juniors.ts";
import { burnKdg, supplyMicroKdg, surplusMicroKdg } from "./money.ts";
import { burnForFullRate } from "./redemptionRules.ts";
import { splitLoss } from "./rules.ts";

/**
 * Before an epoch is priced: burns as much surplus as would bring the rate to R.low. Junior units are not cut here, for
 * the metal may be attested again; they are cut by what holders do lose when they are paid.
 */
export function burnSurplusForHolders(state: State, lowNano: bigint, distributableNano: bigint): void {
  const supply = supplyMicroKdg(state);
  const lacking = burnForFullRate(lowNano, distributableNano, supply);
  const burnt = minimum(lacking, surplusMicroKdg(state));
  if (burnt === 0n) return;
  burnKdg(state, surplusAccount, burnt);
  const holdersMicroKdg = lacking - burnt;
  state.emit(events.lossAbsorbed({ surplusBurntMicroKdg: burnt, juniorUnitsCut: 0n, holdersMicroKdg }));
}

/** Declares a loss final: burns surplus and cuts junior units. */
export function absorbFinalLoss(state: State, lossMicroKdg: bigint, by: Account) {
  const split = splitLoss(lossMicroKdg, surplusMicroKdg(state), juniorUnits(state));
  if (split.surplusBurntMicroKdg > 0n) burnKdg(state, surplusAccount, split.surplusBurntMicroKdg);
  cutUnits(state, split.juniorUnitsCut);
  state.emit(events.lossAbsorbed({ ...split, by }));
  return split;
}
