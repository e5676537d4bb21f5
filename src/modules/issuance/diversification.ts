// Source diversification: how concentrated the metals held are over vaults, countries and custodians, by Herfindahl's index.
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { type Arrival, worthByVault } from "./composition.ts";
import type { HeldMetal } from "./holdings.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { fitsHhi, fractionBp, hhiOf } from "./rules.ts";

export const sourceKinds = ["vault", "country", "custodian"] as const;
export type SourceKind = (typeof sourceKinds)[number];

export const ceilings = {
  vault: parameters.vaultHhiMost,
  country: parameters.countryHhiMost,
  custodian: parameters.custodianHhiMost,
} as const;

/** The first index above its ceiling and higher than before once metal has come; an empty reserve opens anywhere. */
export function findUndiversified(state: StateReader, metals: readonly HeldMetal[], arrivals: readonly Arrival[]) {
  for (const over of sourceKinds) {
    const most = ceilings[over].get(state);
    const [before, after] = [worthBySource(state, over, metals, []), worthBySource(state, over, metals, arrivals)];
    const hhi = hhiOf([...after.values()]);
    if (fitsHhi(hhiOf([...before.values()]), hhi, most)) continue;
    return { over, hhi: fractionBp(hhi), most };
  }
  return undefined;
}

export function requireDiversified(
  state: StateReader,
  metals: readonly HeldMetal[],
  arrivals: readonly Arrival[],
): void {
  const found = findUndiversified(state, metals, arrivals);
  if (found !== undefined) throw refusals.sourcesTooFew(found);
}

/** The worth of attested metals at low prices with each source, in the order of the vaults. */
export function worthBySource(
  state: StateReader,
  over: SourceKind,
  metals: readonly HeldMetal[],
  arrivals: readonly Arrival[],
): ReadonlyMap<string, bigint> {
  const worth = new Map<string, bigint>();
  for (const [vault, nano] of worthByVault(state, metals, arrivals, "worthNano")) {
    const source = sourceOf(state, over, vault);
    worth.set(source, (worth.get(source) ?? 0n) + nano);
  }
  return worth;
}

function sourceOf(state: StateReader, over: SourceKind, vault: string): string {
  if (over === "vault") return vault;
  return over === "country" ? metalReserve.vaultCountry(state, vault) : metalReserve.vaultOperator(state, vault);
}
