// What swap lines give a bank, and what it repays, in the plainest way.
import { accountsOf, burn, giveBack } from "../accounts/book.ts";
import { ceiling, floor, least } from "../arithmetic.ts";
import type { Model } from "../model.ts";
import { oracleOf } from "../oracle/book.ts";
import { parameterNumber } from "../parameters/book.ts";
import {
  asAmount,
  countFor,
  dayMs,
  drawnBy,
  drawnFor,
  interestDue,
  lateCallsOf,
  linesOf,
  onwardOn,
  worth,
} from "./book.ts";
import { book, decimalsOf, endDraw, holderOf, openDraw, payLender, spotNow } from "./lending.ts";

/** What a sum is worth as collateral, and what a collateral covers; nothing without sound prices of whole units. */
export function measureFor(model: Model, lent: string, held: string, haircutBp: number) {
  const isWhole = (currency: string) =>
    oracleOf(model).feeds.get(currency)?.measuresPerUnit === 10n ** BigInt(decimalsOf(model, currency));
  const spot = isWhole(lent) && isWhole(held) ? spotNow(model, lent, held) : undefined;
  if (spot === undefined) return undefined;
  const units = [decimalsOf(model, lent), decimalsOf(model, held)] as const;
  const collateral = (amount: bigint) => worth(amount, spot, units, haircutBp);
  const covers = (left: bigint): bigint => {
    const [lentUnit, heldUnit] = [10n ** BigInt(units[0]), 10n ** BigInt(units[1])];
    const sum = floor(left * spot.heldNano * lentUnit * 10_000n, spot.lentNano * heldUnit * BigInt(10_000 + haircutBp));
    return asAmount(sum);
  };
  return { collateral, covers };
}

export function offerOf(model: Model, number: number, currency: string, bank: string) {
  const line = linesOf(model).lines.get(number);
  const limit = linesOf(model).banks.get(`${number}/${currency}/${bank}`);
  if (line === undefined || limit === undefined || limit.isEnded || line.status !== "open") return undefined;
  const { proposer, acceptor, terms } = line;
  const side = acceptor.currency === currency ? proposer : acceptor;
  const isOffered = terms.intradayFreeMs !== undefined && terms.tenorsDays.includes(1);
  if (!isOffered || model.timeMs + dayMs > terms.expiresMs) return undefined;
  if (side.defaults > 0 || lateCallsOf(model, number, side.centralBank) > 0) return undefined;
  if (countFor(model, `${number}/${currency}/${bank}`) >= 4) return undefined;
  const measure = measureFor(model, currency, side.currency, terms.haircutBp);
  if (measure === undefined) return undefined;
  return {
    ...measure,
    held: side.currency,
    ofBank: limit.limit - drawnFor(model, `${number}/${currency}/${bank}`),
    ofSide: side.limit - drawnBy(model, number, side.centralBank),
    draws: parameterNumber(model, "swap-lines.drawsMost") - onwardOn(model, number),
    drawer: side.centralBank,
    freeMs: terms.intradayFreeMs ?? 0,
  };
}

export function drawFor(model: Model, line: number, currency: string, bank: string, amount: bigint): number {
  const offer = offerOf(model, line, currency, bank);
  if (offer === undefined || accountsOf(model).currencies.get(currency) === undefined)
    throw new Error("it was offered");
  const { banks } = linesOf(model);
  const key = `${line}/${currency}/${bank}`;
  const { freeFromMs: beganMs = -dayMs } = banks.at(key);
  const freeFromMs = model.timeMs - beganMs < dayMs ? beganMs : model.timeMs;
  banks.set(key, { ...banks.at(key), freeFromMs });
  const onward = { bank, freeUntilMs: freeFromMs + offer.freeMs };
  return openDraw(model, { line, drawer: offer.drawer, amount, tenorDays: 1, onward }).draw;
}

/** The most of a debt that so much money pays with interest: from above in steps, then one by one. */
export function mostPaid(owed: bigint, money: bigint, interest: (amount: bigint) => bigint): bigint {
  let paid = least(owed, money);
  for (let over = paid + interest(paid) - money; over > 0n; over = paid + interest(paid) - money) {
    paid -= ceiling(over, 3n);
  }
  while (paid < owed && paid + 1n + interest(paid + 1n) <= money) paid += 1n;
  return paid;
}

/** Repays a part of a bank's draw, or all; answers with what it cost, and what is left. */
export function repayFor(model: Model, line: number, at: number, money: bigint) {
  const { draws } = linesOf(model);
  const key = `${line}/${at}`;
  const draw = draws.at(key);
  const { lent, counter, collateral } = draw;
  const penaltyBp = parameterNumber(model, "swap-lines.penaltyBp");
  const interest = (amount: bigint) => interestDue(amount, draw, model.timeMs, penaltyBp);
  const amount = mostPaid(lent.amount, money, interest);
  if (amount === 0n) return { cost: 0n, left: lent.amount };
  const bank = holderOf(draw);
  const left = lent.amount - amount;
  const kept = ceiling(collateral * left, lent.amount);
  payLender(model, draw, interest(amount));
  burn(model, lent.currency, bank, amount);
  giveBack(model, { currency: counter.currency, from: book, to: bank, amount: collateral - kept });
  if (left === 0n) endDraw(model, { line, draw: at }, false);
  else {
    draws.set(key, {
      ...draw,
      lent: { ...lent, amount: left },
      counter: { ...counter, amount: ceiling(counter.amount * left, lent.amount) },
      collateral: kept,
    });
  }
  return { cost: amount + interest(amount), left };
}
