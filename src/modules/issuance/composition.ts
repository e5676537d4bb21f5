// Composition: whether the metals held resemble the basket's, and are spread over vaults and countries.
import { read as basket } from "#src/modules/basket/access.ts";
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { type HeldMetal, readMetals, withAttested } from "./holdings.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import {
  type Fraction,
  fitsComposition,
  fitsConcentration,
  followsTarget,
  fractionBp,
  noShare,
  wholeBp,
} from "./rules.ts";

/** Each metal's share of the attested metals held, at middle prices. */
export function heldShares(metals: readonly HeldMetal[]): ReadonlyMap<string, Fraction> {
  const total = metals.reduce((sum, { midNano }) => sum + midNano, 0n);
  return new Map(metals.map(({ metal, midNano }) => [metal, { part: midNano, total }]));
}

/** Each metal's share of the basket's metals, at middle prices. */
export function targetShares(state: StateReader): ReadonlyMap<string, Fraction> {
  return new Map(
    basket
      .metalShares(state)
      .map(({ component, partNano, totalNano }) => [component, { part: partNano, total: totalNano }]),
  );
}

/** The first metal that lies outside its band after a change without having moved towards its target. */
export function findOutOfComposition(state: StateReader, before: readonly HeldMetal[], after: readonly HeldMetal[]) {
  const targets = targetShares(state);
  const sharesBefore = heldShares(before);
  const bandBp = parameters.bandBp.get(state);
  for (const [metal, share] of heldShares(after)) {
    const target = targets.get(metal) ?? noShare;
    if (fitsComposition(sharesBefore.get(metal) ?? noShare, share, target, bandBp)) continue;
    return { metal, shareBp: fractionBp(share), targetBp: fractionBp(target), bandBp };
  }
  return undefined;
}

/**
 * The first metal whose share of the metals held would lie outside its band, and further from its target than now, if the
 * basket had these worths of metals at middle prices.
 */
export function findUnableToFollow(state: StateReader, worthNano: ReadonlyMap<string, bigint>): string | undefined {
  const metals = readMetals(state);
  const before = targetShares(state);
  const total = [...worthNano.values()].reduce((sum, nano) => sum + nano, 0n);
  const bandBp = parameters.bandBp.get(state);
  for (const [metal, share] of heldShares(metals)) {
    const after = { part: worthNano.get(metal) ?? 0n, total };
    if (!followsTarget(share, before.get(metal) ?? noShare, after, bandBp)) return metal;
  }
  return undefined;
}

/** Refuses a change after which a metal lies outside its band, unless it has moved towards its target. */
export function requireComposition(
  state: StateReader,
  before: readonly HeldMetal[],
  after: readonly HeldMetal[],
): void {
  const found = findOutOfComposition(state, before, after);
  if (found !== undefined) throw refusals.outOfComposition(found);
}

/** Metal that comes into a vault. */
export interface Arrival {
  readonly metal: string;
  readonly vault: string;
  readonly fineWeightMg: bigint;
}

/** The first vault or country that has too large a part of the metals held after a change, unless it had a larger. */
export function findConcentrated(state: StateReader, metals: readonly HeldMetal[], arrivals: readonly Arrival[]) {
  const vaultMostBp = parameters.vaultShareBpMost.get(state);
  const countryMostBp = parameters.countryShareBpMost.get(state);
  if (vaultMostBp >= wholeBp && countryMostBp >= wholeBp) return undefined;
  const before = worthByVault(state, metals, []);
  const after = worthByVault(state, metals, arrivals);
  return (
    findAbove(before, after, vaultMostBp) ?? findAbove(byCountry(state, before), byCountry(state, after), countryMostBp)
  );
}

export function requireSpread(state: StateReader, metals: readonly HeldMetal[], arrivals: readonly Arrival[]): void {
  const found = findConcentrated(state, metals, arrivals);
  if (found !== undefined) throw refusals.concentrationTooHigh(found);
}

/** The worth of attested metals in each vault, at middle prices or, as `worthNano`, at low ones; each part rounded down. */
export function worthByVault(
  state: StateReader,
  metals: readonly HeldMetal[],
  arrivals: readonly Arrival[],
  at: "midNano" | "worthNano" = "midNano",
): ReadonlyMap<string, bigint> {
  const worth = new Map<string, bigint>();
  for (const held of metals) {
    const stored = metalReserve.reserveByVault(state, held.metal).filter(({ attested }) => attested);
    const coming = arrivals.filter(({ metal }) => metal === held.metal);
    for (const { vault, fineWeightMg } of [...stored, ...coming]) {
      worth.set(vault, (worth.get(vault) ?? 0n) + withAttested(held, fineWeightMg)[at]);
    }
  }
  return worth;
}

function byCountry(state: StateReader, vaults: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> {
  const worth = new Map<string, bigint>();
  for (const [vault, nano] of vaults) {
    const country = metalReserve.vaultCountry(state, vault);
    worth.set(country, (worth.get(country) ?? 0n) + nano);
  }
  return worth;
}

function findAbove(before: ReadonlyMap<string, bigint>, after: ReadonlyMap<string, bigint>, mostBp: bigint) {
  const sumOf = (worth: ReadonlyMap<string, bigint>) => [...worth.values()].reduce((sum, nano) => sum + nano, 0n);
  const [totalBefore, totalAfter] = [sumOf(before), sumOf(after)];
  for (const [place, part] of after) {
    const share = { part, total: totalAfter };
    if (fitsConcentration({ part: before.get(place) ?? 0n, total: totalBefore }, share, mostBp)) continue;
    return { place, shareBp: fractionBp(share), mostBp };
  }
  return undefined;
}
