// Junior units in state: what each holder has at the block's time, and payments and cuts of all of them at once.
import type { Account } from "#src/core/account.ts";
import { minimum } from "#src/core/arithmetic.ts";
import { assert, present } from "#src/core/assert.ts";
import type { State, StateReader } from "#src/state/view.ts";
import { broughtUp, type Holding, newTotals, retire } from "./juniorRules.ts";
import { endedSeries, juniorHoldings, juniorTotals } from "./tables.ts";

const noTotals = { ...newTotals, heldMicroKdg: 0n, distributedMs: 0 };

export function readTotals(state: StateReader) {
  return juniorTotals.get(state) ?? noTotals;
}

export function juniorUnits(state: StateReader): bigint {
  return readTotals(state).units;
}

/** A holder's units and what it is owed, at the block's time. */
export function readHolding(state: StateReader, account: Account): Holding {
  const totals = readTotals(state);
  const { series, factor, paidSum } = totals;
  const row = juniorHoldings.get(state, account);
  if (row === undefined) return { units: 0n, series, factor, paidSum, owedMicroKdg: 0n };
  return broughtUp(row, totals, (number) => present(endedSeries.get(state, number), "an ended series has a row"));
}

function putHolding(state: State, account: Account, holding: Holding): void {
  if (holding.units === 0n && holding.owedMicroKdg === 0n) juniorHoldings.delete(state, account);
  else juniorHoldings.put(state, account, holding);
}

export function addUnits(state: State, account: Account, units: bigint): void {
  if (units === 0n) return;
  const holding = readHolding(state, account);
  const totals = readTotals(state);
  putHolding(state, account, { ...holding, units: holding.units + units });
  juniorTotals.put(state, { ...totals, units: totals.units + units });
}

export function moveUnits(state: State, from: Account, to: Account, units: bigint): void {
  const sender = readHolding(state, from);
  assert(sender.units >= units, "a transfer of units is checked before");
  putHolding(state, from, { ...sender, units: sender.units - units });
  const receiver = readHolding(state, to);
  putHolding(state, to, { ...receiver, units: receiver.units + units });
}

/** Retires units for KDG that now lies in the book of juniors, one micro-KDG each. */
export function payUnits(state: State, microKdg: bigint): void {
  const { totals, ended } = retire(readTotals(state), microKdg, 0n);
  if (ended !== undefined) endedSeries.put(state, totals.series - 1, ended);
  const heldMicroKdg = readTotals(state).heldMicroKdg + microKdg;
  juniorTotals.put(state, { ...totals, heldMicroKdg, distributedMs: state.timeMs });
}

/** Cuts units for nothing, as many as there are at most; returns how many. */
export function cutUnits(state: State, units: bigint): bigint {
  const before = readTotals(state);
  const cut = minimum(units, before.units);
  if (cut === 0n) return 0n;
  const { totals, ended } = retire(before, 0n, cut);
  if (ended !== undefined) endedSeries.put(state, totals.series - 1, ended);
  juniorTotals.put(state, { ...before, ...totals });
  return cut;
}

/** Takes what a holder is owed off its account and off the book's total; returns it. */
export function takeOwed(state: State, account: Account): bigint {
  const holding = readHolding(state, account);
  const totals = readTotals(state);
  putHolding(state, account, { ...holding, owedMicroKdg: 0n });
  juniorTotals.put(state, { ...totals, heldMicroKdg: totals.heldMicroKdg - holding.owedMicroKdg });
  return holding.owedMicroKdg;
}
