// Losses: the surplus bears them first by being burnt, then junior units by being cut, then holders of money.
import type { Account } from "#src/core/account.ts";
import { minimum } from "#src/core/arithmetic.ts";
import type { State, StateReader } from "#src/state/view.ts";
import { surplusAccount } from "./books.ts";
import { events } from "./events.ts";
import { cutUnits, juniorUnits } from "./juniors.ts";
import { burnKdg, supplyMicroKdg, surplusMicroKdg } from "./money.ts";
import { burnForFullRate } from "./redemptionRules.ts";
import { splitLoss } from "./rules.ts";

/**
 * Before an epoch is priced: how much surplus is to be burnt so that the rate comes to R.low, as far as there is any. Junior
 * units are not cut for it, for the metal may be attested again; they are cut by what holders do lose when they are paid.
 */
export function surplusForHolders(state: StateReader, lowNano: bigint, distributableNano: bigint) {
  const lackingMicroKdg = burnForFullRate(lowNano, distributableNano, supplyMicroKdg(state));
  const burntMicroKdg = minimum(lackingMicroKdg, surplusMicroKdg(state));
  return { burntMicroKdg, holdersMicroKdg: lackingMicroKdg - burntMicroKdg };
}

/** Burns it, and says what is left for holders to bear. */
export function burnSurplusForHolders(
  state: State,
  { burntMicroKdg, holdersMicroKdg }: ReturnType<typeof surplusForHolders>,
): void {
  if (burntMicroKdg === 0n) return;
  burnKdg(state, surplusAccount, burntMicroKdg);
  state.emit(events.lossAbsorbed({ surplusBurntMicroKdg: burntMicroKdg, juniorUnitsCut: 0n, holdersMicroKdg }));
}

/** Declares a loss final: burns surplus and cuts junior units. */
export function absorbFinalLoss(state: State, lossMicroKdg: bigint, by: Account) {
  const split = splitLoss(lossMicroKdg, surplusMicroKdg(state), juniorUnits(state));
  if (split.surplusBurntMicroKdg > 0n) burnKdg(state, surplusAccount, split.surplusBurntMicroKdg);
  cutUnits(state, split.juniorUnitsCut);
  state.emit(events.lossAbsorbed({ ...split, by }));
  return split;
}
