// Bonds as the model keeps them: what is staked, what that is worth, and payments out of it.
import { accountsOf, anchored, giveBack, judgeCurrency, judgeTransfer, transfer } from "../accounts/book.ts";
import { ceiling, floor, least, sum } from "../arithmetic.ts";
import { basketOf } from "../basket/book.ts";
import { bookAccount } from "../encoding.ts";
import { type Certificate, isAttested, metalOf } from "../metal-reserve/book.ts";
import { passTitle } from "../metal-reserve/reserve.ts";
import type { Grounds, Model } from "../model.ts";
import { oracleOf } from "../oracle/book.ts";
import { isFresh, priceOf } from "../oracle/prices.ts";
import { parameter } from "../parameters/book.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Cash {
  readonly currency: string;
  readonly amount: bigint;
}

export interface Stake {
  readonly certificateIds: readonly number[];
  readonly cash?: Cash;
}

export interface Bond extends Stake {
  readonly owner: string;
  readonly purpose: string;
}

const makeBook = (log: UndoLog) => ({
  bonds: new UndoMap<number, Bond>(log),
  given: new UndoCell(log, 0),
});

export const bondsOf = (model: Model) => model.book(makeBook);
export const bondBook = bookAccount("bonds/book");

/** A low price with the measures that it is for; nothing while there is none, or a stale one. */
function low(model: Model, feed: string | undefined) {
  const known = feed === undefined ? undefined : oracleOf(model).feeds.get(feed);
  const price = feed === undefined || known === undefined ? undefined : priceOf(model, feed);
  if (known === undefined || !isFresh(price)) return undefined;
  return { nano: price.worst.low, measures: known.measuresPerUnit };
}

function isQuotable(model: Model, currency: string): boolean {
  const decimals = accountsOf(model).currencies.get(currency)?.decimals ?? -1;
  return oracleOf(model).feeds.get(currency)?.measuresPerUnit === 10n ** BigInt(Math.max(0, decimals));
}

const metalPrice = (model: Model, metal: string) => low(model, basketOf(model).components.get(metal));
const cashPrice = (model: Model, currency: string) => (isQuotable(model, currency) ? low(model, currency) : undefined);
const certificateAt = (model: Model, id: number): Certificate => metalOf(model).certificates.at(id);
const capped = (value: bigint) => least(value, 2n ** 96n - 1n);
const worth = (quantity: bigint, price: { nano: bigint; measures: bigint } | undefined) =>
  price === undefined ? 0n : capped(floor(quantity * price.nano, price.measures));

/** What each part of a bond is worth at low prices: metal that is missing from its vault nothing. */
function worths(model: Model, { certificateIds, cash }: Stake) {
  const metal = certificateIds.map((id) => {
    const certificate = certificateAt(model, id);
    return certificate.state === "pledged" ? worth(certificate.fineWeightMg, metalPrice(model, certificate.metal)) : 0n;
  });
  return { metal, cash: cash === undefined ? 0n : worth(cash.amount, cashPrice(model, cash.currency)) };
}

export function collateral(model: Model, number: number): bigint {
  const bond = bondsOf(model).bonds.get(number);
  if (bond === undefined) return 0n;
  const attested = bond.certificateIds.filter((id) => isAttested(model, certificateAt(model, id)));
  const parts = worths(model, { ...bond, certificateIds: attested });
  const cut = (value: bigint, name: string) => floor(value * (10_000n - parameter(model, name)), 10_000n);
  const metal = sum(parts.metal.map((value) => cut(value, "bonds.metalHaircutBp")));
  return capped(metal + cut(parts.cash, "bonds.cashHaircutBp"));
}

export function lowWorth(model: Model, number: number): bigint {
  const bond = bondsOf(model).bonds.get(number);
  if (bond === undefined) return 0n;
  const { metal, cash } = worths(model, bond);
  return capped(sum(metal) + cash);
}

export function isQuoted(model: Model, { certificateIds, cash }: Bond): boolean {
  const there = certificateIds.map((id) => certificateAt(model, id)).filter(({ state }) => state === "pledged");
  if (there.some(({ metal }) => metalPrice(model, metal) === undefined)) return false;
  return cash === undefined || cash.amount === 0n || cashPrice(model, cash.currency) !== undefined;
}

/** Grounds against a stake of somebody's, into a bond that has some already or none. */
export function judgeStake(
  model: Model,
  owner: string,
  { certificateIds, cash }: Stake,
  grounds: Grounds,
  before: Stake = { certificateIds: [] },
): void {
  grounds.when(certificateIds.length === 0 && cash === undefined, "bonds/stakeEmpty");
  grounds.when(before.certificateIds.length + certificateIds.length > 64, "bonds/tooManyCertificates");
  grounds.when(new Set(certificateIds).size < certificateIds.length, "metal-reserve/certificateRepeated");
  for (const id of certificateIds) {
    const certificate = metalOf(model).certificates.get(id);
    if (grounds.when(certificate === undefined, "metal-reserve/unknownCertificate") || certificate === undefined)
      continue;
    grounds.when(metalPrice(model, certificate.metal) === undefined, "bonds/metalUnpriced");
    grounds.when(certificate.owner !== owner, "metal-reserve/notOwner");
    grounds.when(certificate.state !== "active", "metal-reserve/certificateNotActive");
    grounds.when(!isAttested(model, certificate), "metal-reserve/certificateUnattested");
  }
  if (cash === undefined) return;
  const { currency, amount } = cash;
  grounds.when(currency === anchored, "bonds/currencyAnchored");
  grounds.when(before.cash !== undefined && before.cash.currency !== currency, "bonds/currencyDiffers");
  if (!judgeCurrency(model, currency, grounds)) return;
  grounds.when(cashPrice(model, currency) === undefined, "bonds/currencyUnpriced");
  judgeTransfer(model, { currency, from: owner, to: bondBook, amount }, grounds);
}

/** Takes a stake in; a new bond where none is named. */
export function stake(model: Model, owner: string, { certificateIds, cash }: Stake, into: number | string): number {
  const { bonds, given } = bondsOf(model);
  const before = typeof into === "number" ? bonds.at(into) : { owner, purpose: into, certificateIds: [] };
  const number = typeof into === "number" ? into : given.value + 1;
  if (typeof into === "string") given.value = number;
  for (const id of certificateIds) {
    metalOf(model).certificates.set(id, { ...certificateAt(model, id), state: "pledged", pledgee: bondBook });
  }
  const held = before.cash?.amount ?? 0n;
  if (cash !== undefined) transfer(model, { ...cash, from: owner, to: bondBook });
  const all = [...before.certificateIds, ...certificateIds];
  const sumOf = cash === undefined ? before.cash : { currency: cash.currency, amount: held + cash.amount };
  bonds.set(number, { ...before, certificateIds: all, ...(sumOf && { cash: sumOf }) });
  return number;
}

/** The end of a pledge; metal that is missing becomes what it is now should it be found. */
export function letGo(model: Model, id: number, owner: string, next: "active" | "reserve-owned"): void {
  const { pledgee: _, ...certificate } = certificateAt(model, id);
  const isMissing = certificate.state === "withdrawn";
  const after: Certificate = isMissing
    ? { ...certificate, owner, withdrawnFrom: next }
    : { ...certificate, owner, state: "active" };
  metalOf(model).certificates.set(id, after);
  if (!isMissing && next === "reserve-owned") passTitle(model, id, owner);
}

export function release(model: Model, number: number): void {
  const { bonds } = bondsOf(model);
  const { owner, certificateIds, cash } = bonds.at(number);
  for (const id of certificateIds) letGo(model, id, owner, "active");
  if (cash !== undefined) giveBack(model, { ...cash, from: bondBook, to: owner });
  bonds.delete(number);
}

/** Pays what is owed: money first, then bar by bar, the missing ones last; nothing at all while a price lacks. */
export function payOut(model: Model, number: number, owed: bigint, to: string, reserve = false): bigint | undefined {
  const { bonds } = bondsOf(model);
  const bond = bonds.at(number);
  if (!isQuoted(model, bond)) return undefined;
  let paid = 0n;
  let { cash } = bond;
  const price = cash === undefined ? undefined : cashPrice(model, cash.currency);
  if (cash !== undefined && price !== undefined) {
    const amount = least(cash.amount, ceiling(owed * price.measures, price.nano));
    paid = worth(amount, price);
    giveBack(model, { currency: cash.currency, from: bondBook, to, amount });
    cash = { ...cash, amount: cash.amount - amount };
  }
  const isThere = (id: number) => certificateAt(model, id).state === "pledged";
  const isSure = (id: number) => isAttested(model, certificateAt(model, id));
  const line = [
    ...bond.certificateIds.filter(isSure),
    ...bond.certificateIds.filter((id) => isThere(id) && !isSure(id)),
    ...bond.certificateIds.filter((id) => !isThere(id) && !isSure(id)),
  ];
  const gone = new Set<number>();
  for (const id of line) {
    if (paid >= owed) break;
    const { metal, fineWeightMg } = certificateAt(model, id);
    if (isThere(id)) paid += worth(fineWeightMg, metalPrice(model, metal));
    letGo(model, id, to, reserve ? "reserve-owned" : "active");
    gone.add(id);
  }
  const left = bond.certificateIds.filter((id) => !gone.has(id));
  bonds.set(number, { ...bond, certificateIds: left, ...(cash && { cash }) });
  return paid;
}
