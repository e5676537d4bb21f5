// Source diversification: how concentrated the metals held are over vaults, countries and custodians, by Herfindahl's index.
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { type Arrival, worthByVault } from "./composition.ts";
import type { HeldMetal } from "./holdings.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { fitsHhi, fractionBp, hhiOf } from "./rules.ts";

const ceilings = {
  vault: parameters.vaultHhiMost,
  country: parameters.countryHhiMost,
  custodian: parameters.custodianHhiMost,
} as const;

/**
 * Refuses a change after which an index over the worth of attested metals is above its ceiling, unless it has fallen. While
 * less is held than the worth from which the ceilings apply nothing is refused: the first metal is all in one place.
 */
export function requireDiversified(
  state: StateReader,
  metals: readonly HeldMetal[],
  arrivals: readonly Arrival[],
): void {
  const [vaultsBefore, vaultsAfter] = [worthByVault(state, metals, []), worthByVault(state, metals, arrivals)];
  const heldNano = [...vaultsAfter.values()].reduce((sum, nano) => sum + nano, 0n);
  if (heldNano < parameters.hhiFromNano.get(state)) return;
  const placeOf = {
    vault: (vault: string) => vault,
    country: (vault: string) => metalReserve.vaultCountry(state, vault),
    custodian: (vault: string) => metalReserve.vaultOperator(state, vault),
  };
  for (const over of ["vault", "country", "custodian"] as const) {
    const most = ceilings[over].get(state);
    const [before, after] = [vaultsBefore, vaultsAfter].map((worths) => hhiOf(gathered(worths, placeOf[over])));
    if (before === undefined || after === undefined || fitsHhi(before, after, most)) continue;
    throw refusals.sourcesTooFew({ over, hhi: fractionBp(after), most });
  }
}

/** The worth in each place, in no order that matters: squares are summed. */
function gathered(worths: ReadonlyMap<string, bigint>, placeOf: (vault: string) => string): readonly bigint[] {
  const places = new Map<string, bigint>();
  for (const [vault, nano] of worths) places.set(placeOf(vault), (places.get(placeOf(vault)) ?? 0n) + nano);
  return [...places.values()];
}
