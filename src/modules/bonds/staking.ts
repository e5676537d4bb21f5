// Taking stakes into bonds and giving them back: every bond has a row, and what it has is held by one book.
import type { Account } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import { anchoredCurrency, move as moveMoney, tie } from "#src/modules/accounts/access.ts";
import { read as metalReserve, move as moveMetal } from "#src/modules/metal-reserve/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { bondsAccount } from "./books.ts";
import { events } from "./events.ts";
import { refusals } from "./refusals.ts";
import type { Bond, Stake } from "./schemas.ts";
import { bonds, cashTotals, lastBonds, ownerBonds } from "./tables.ts";
import { lowPriceOfCurrency, lowPriceOfMetal } from "./valuation.ts";

export function requireBond(state: StateReader, bond: number): Stored<Bond> {
  const row = bonds.get(state, bond);
  if (row === undefined) throw refusals.unknownBond({ bond });
  return row;
}

/** Takes a stake into the book as a new bond of its owner, for a purpose; returns the bond's number. */
export function openBond(state: State, owner: Account, purpose: string, stake: Stored<Stake>): number {
  const empty: Bond = { owner, purpose, certificateIds: [] };
  const after = takeIn(state, empty, stake);
  const bond = (lastBonds.get(state) ?? 0) + 1;
  lastBonds.put(state, bond);
  bonds.put(state, bond, after);
  ownerBonds.put(state, owner, bond, {});
  tie.add(state, owner);
  state.emit(events.bondOpened({ bond, owner, purpose, ...copyOf(stake) }));
  return bond;
}

export function topUp(state: State, bond: number, stake: Stored<Stake>): void {
  const before = requireBond(state, bond);
  bonds.put(state, bond, takeIn(state, before, stake));
  state.emit(events.bondToppedUp({ bond, owner: before.owner, ...copyOf(stake) }));
}

/** Only what has a fresh price: a scrap without one would hold up every payment out of the bond. */
function takeIn(state: State, before: Stored<Bond>, { certificateIds, cash }: Stored<Stake>): Stored<Bond> {
  if (certificateIds.length === 0 && cash === undefined) throw refusals.stakeEmpty({});
  if (before.certificateIds.length + certificateIds.length > limits.bondCertificatesMax) {
    throw refusals.tooManyCertificates({ most: limits.bondCertificatesMax });
  }
  for (const certificateId of certificateIds) {
    const { metal } = metalReserve.certificate(state, certificateId);
    if (lowPriceOfMetal(state, metal) === undefined) throw refusals.metalUnpriced({ metal });
  }
  moveMetal.pledge(state, { certificateIds, from: before.owner, pledgee: bondsAccount });
  const after = { ...before, certificateIds: [...before.certificateIds, ...certificateIds] };
  if (cash === undefined) return after;
  const { currency, amount } = cash;
  if (currency === anchoredCurrency) throw refusals.currencyAnchored({ currency });
  if (before.cash !== undefined && before.cash.currency !== currency) {
    throw refusals.currencyDiffers({ currency: before.cash.currency });
  }
  if (lowPriceOfCurrency(state, currency) === undefined) throw refusals.currencyUnpriced({ currency });
  moveMoney.transfer(state, { currency, from: before.owner, to: bondsAccount, amount });
  addToCash(state, currency, amount);
  return { ...after, cash: { currency, amount: (before.cash?.amount ?? 0n) + amount } };
}

export function addToCash(state: State, currency: string, delta: bigint): void {
  const after = (cashTotals.get(state, currency) ?? 0n) + delta;
  if (after === 0n) cashTotals.delete(state, currency);
  else cashTotals.put(state, currency, after);
}

/** Gives back all that is left of a bond, to a frozen owner too: it stays frozen there. */
export function releaseBond(state: State, bond: number): void {
  const { owner, certificateIds, cash } = requireBond(state, bond);
  moveMetal.releasePledge(state, { certificateIds, pledgee: bondsAccount });
  if (cash !== undefined) {
    moveMoney.giveBack(state, { ...cash, from: bondsAccount, to: owner });
    addToCash(state, cash.currency, -cash.amount);
  }
  removeBond(state, bond, owner);
  state.emit(events.bondReleased({ bond, owner, certificateIds: [...certificateIds], ...positiveCash(cash) }));
}

export function removeBond(state: State, bond: number, owner: Account): void {
  bonds.delete(state, bond);
  ownerBonds.delete(state, owner, bond);
  tie.remove(state, owner);
}

/** Nothing is told of a currency of which nothing is left. */
export function positiveCash(cash: Stored<Bond>["cash"]) {
  return cash === undefined || cash.amount === 0n ? {} : { cash: { ...cash } };
}

function copyOf({ certificateIds, cash }: Stored<Stake>) {
  return { certificateIds: [...certificateIds], ...(cash === undefined ? {} : { cash: { ...cash } }) };
}
