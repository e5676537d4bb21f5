// What the model of intraday credit does with money: draws, repayments, and rooms for the queues.
import { accountsOf, balanceOf, burn, giveBack, issue, supplyOf, transfer, wasFreeFor } from "../accounts/book.ts";
import { byText, ceiling, greatest, least } from "../arithmetic.ts";
import { bookAccount } from "../encoding.ts";
import type { Model } from "../model.ts";
import { parameterNumber } from "../parameters/book.ts";
import { linesOf } from "../swap-lines/book.ts";
import { drawFor, measureFor, mostPaid, offerOf, repayFor } from "../swap-lines/onward.ts";
import {
  type Credit,
  creditOf,
  type Debt,
  debtsAt,
  drawnAt,
  endLine,
  isBehind,
  owingIn,
  penaltyFor,
  putDebts,
} from "./book.ts";

export const book = bookAccount("intraday-credit/collateral");
const amountMost = 2n ** 96n - 1n;
export const drawsMost = 16;

export const parts = (place: string): readonly [currency: string, account: string] => {
  const [currency = "", account = ""] = place.split("/");
  return [currency, account];
};

export const isFree = (model: Model, place: string): boolean => {
  const [currency, account] = parts(place);
  return wasFreeFor(model, currency, account, 0);
};

export function note(model: Model, dueMs: number, place: string, draw: number): void {
  const { dues, noted } = creditOf(model);
  const [currency, account] = parts(place);
  dues.value = [...dues.value, { dueMs, sequence: noted.value, item: { currency, account, draw } }];
  noted.value += 1;
}

export function lend(model: Model, place: string, amount: bigint): Credit {
  const { lines, given } = creditOf(model);
  const [currency, account] = parts(place);
  const { freeMs, penaltyBp, collateral: asked, freeFromMs: beganMs = -86_400_000 } = lines.at(place);
  const freeFromMs = model.timeMs - beganMs < 86_400_000 ? beganMs : model.timeMs;
  lines.set(place, { ...lines.at(place), freeFromMs });
  given.value += 1;
  const held = asked && {
    currency: asked.currency,
    amount: measureFor(model, currency, asked.currency, asked.haircutBp)?.collateral(amount) ?? 0n,
  };
  const debt: Credit = {
    ...{ kind: "credit", draw: given.value, amount, startedMs: model.timeMs, dueMs: freeFromMs + freeMs, penaltyBp },
    ...(held === undefined ? {} : { collateral: held }),
  };
  if (held !== undefined) transfer(model, { ...held, from: account, to: book });
  issue(model, currency, account, amount);
  putDebts(model, place, [...debtsAt(model, place), debt]);
  note(model, Math.max(debt.dueMs, model.timeMs) + parameterNumber(model, "intraday-credit.graceMs"), place, debt.draw);
  return debt;
}

/** Pays debts in their order from so much money, and answers with what it took. */
export function payDebts(model: Model, place: string, money: bigint): bigint {
  let taken = 0n;
  const after: Debt[] = [];
  for (const debt of debtsAt(model, place)) {
    if (debt.kind === "swap" && !linesOf(model).draws.has(`${debt.line}/${debt.draw}`)) continue;
    if (after.length > 0 || taken >= money) {
      after.push(debt);
      continue;
    }
    const { cost, rest } =
      debt.kind === "credit" ? payCredit(model, place, debt, money - taken) : paySwap(model, debt, money - taken);
    taken += cost;
    if (rest !== undefined) after.push(rest);
  }
  putDebts(model, place, after);
  endLine(model, place);
  return taken;
}

function paySwap(model: Model, debt: Debt & { readonly kind: "swap" }, money: bigint) {
  const { cost, left } = repayFor(model, debt.line, debt.draw, money);
  return { cost, rest: left === 0n ? undefined : debt };
}

function payCredit(model: Model, place: string, debt: Credit, money: bigint) {
  const [currency, account] = parts(place);
  const interest = (sum: bigint) => penaltyFor(debt, sum, model.timeMs);
  const amount = mostPaid(debt.amount, money, interest);
  if (amount === 0n) return { cost: 0n, rest: debt };
  const cost = interest(amount);
  const left = debt.amount - amount;
  const { issuer } = accountsOf(model).currencies.at(currency);
  transfer(model, { currency, from: account, to: book, amount: cost });
  giveBack(model, { currency, from: book, to: issuer, amount: cost });
  burn(model, currency, account, amount);
  const { collateral } = debt;
  const kept =
    collateral === undefined ? undefined : { ...collateral, amount: ceiling(collateral.amount * left, debt.amount) };
  if (collateral !== undefined && kept !== undefined) {
    giveBack(model, { ...collateral, amount: collateral.amount - kept.amount, from: book, to: account });
  }
  const rest = left === 0n ? undefined : { ...debt, amount: left, ...(kept === undefined ? {} : { collateral: kept }) };
  return { cost: amount + cost, rest };
}

export function payFirst(model: Model, kept: (place: string) => bigint): void {
  for (const place of creditOf(model).debts.keys().sort(byText)) {
    const money = isFree(model, place) ? balanceOf(model, ...parts(place)) - kept(place) : 0n;
    payDebts(model, place, money);
  }
}

/** What each of several places could have, in their order, with what it would pledge for it. */
export interface Rooms {
  readonly ofPlace: ReadonlyMap<string, { readonly credit: bigint; readonly swap: bigint }>;
  readonly pledged: ReadonlyMap<string, bigint>;
}

export function roomsFor(
  model: Model,
  asked: ReadonlyMap<string, bigint>,
  pledgeable: (place: string) => bigint,
): Rooms {
  const { lines, sources } = creditOf(model);
  const ofPlace = new Map<string, { credit: bigint; swap: bigint }>();
  const pledged = new Map<string, bigint>();
  const given = {
    supply: new Map<string, bigint>(),
    side: new Map<string, bigint>(),
    draws: new Map<string, number>(),
  };
  const add = (map: Map<string, bigint>, name: string, amount: bigint) => map.set(name, (map.get(name) ?? 0n) + amount);
  const newcomers = new Map<string, number>();
  const placesLeft = (currency: string) =>
    parameterNumber(model, "intraday-credit.debtorsMost") - owingIn(model, currency) - (newcomers.get(currency) ?? 0);
  for (const [place, wanted] of asked) {
    const [currency, bank] = parts(place);
    const room = { credit: 0n, swap: 0n };
    ofPlace.set(place, room);
    const source = sources.get(place);
    const open = debtsAt(model, place).length;
    if (
      source === undefined ||
      !isFree(model, place) ||
      isBehind(model, place) ||
      (open === 0 && placesLeft(currency) <= 0)
    )
      continue;
    const supplyLeft = () => amountMost - supplyOf(model, currency) - (given.supply.get(currency) ?? 0n);
    const freeOf = (held: string) => {
      const heldPlace = `${held}/${bank}`;
      const free = isFree(model, heldPlace) ? greatest(0n, pledgeable(heldPlace)) : 0n;
      return free - (pledged.get(heldPlace) ?? 0n);
    };
    const line = lines.get(place);
    const mayDraw = line !== undefined && !line.isEnded && line.expiresMs > model.timeMs;
    if (source.credit && mayDraw && open < drawsMost) {
      const { collateral } = line;
      const measure = collateral && measureFor(model, currency, collateral.currency, collateral.haircutBp);
      const bounds = [wanted, line.limit - drawnAt(model, place), supplyLeft()];
      if (collateral !== undefined)
        bounds.push(measure === undefined ? 0n : measure.covers(freeOf(collateral.currency)));
      room.credit = greatest(0n, least(...bounds));
      if (room.credit > 0n && collateral !== undefined && measure !== undefined)
        add(pledged, `${collateral.currency}/${bank}`, measure.collateral(room.credit));
      add(given.supply, currency, room.credit);
    }
    const used = open + (room.credit > 0n ? 1 : 0);
    const offer = source.swapLine === undefined ? undefined : offerOf(model, source.swapLine, currency, bank);
    if (offer !== undefined && used < drawsMost) {
      const side = `${source.swapLine}/${currency}`;
      const hasDraws = offer.draws - (given.draws.get(`${source.swapLine}`) ?? 0) > 0;
      const left = offer.ofSide - (given.side.get(side) ?? 0n);
      const bounds = [wanted - room.credit, offer.ofBank, left, supplyLeft(), offer.covers(freeOf(offer.held))];
      room.swap = hasDraws ? greatest(0n, least(...bounds)) : 0n;
      if (room.swap > 0n) {
        add(pledged, `${offer.held}/${bank}`, offer.collateral(room.swap));
        add(given.supply, currency, room.swap);
        add(given.side, side, room.swap);
        given.draws.set(`${source.swapLine}`, (given.draws.get(`${source.swapLine}`) ?? 0) + 1);
      }
    }
    if (room.credit + room.swap > 0n && open === 0) newcomers.set(currency, (newcomers.get(currency) ?? 0) + 1);
  }
  return { ofPlace, pledged };
}

/** Draws a sum within a place's rooms: credit first. Answers with the dearest source it used. */
export function drawFrom(model: Model, place: string, rooms: Rooms, amount: bigint): "credit" | "swap" {
  const [currency, bank] = parts(place);
  const own = least(amount, rooms.ofPlace.get(place)?.credit ?? 0n);
  if (own > 0n) lend(model, place, own);
  if (own === amount) return "credit";
  const line = creditOf(model).sources.at(place).swapLine ?? 0;
  const draw = drawFor(model, line, currency, bank, amount - own);
  putDebts(model, place, [...debtsAt(model, place), { kind: "swap", line, draw }]);
  return "swap";
}
