// What messages and block work of swap lines share: spots, who holds a draw, making one, and ending one.
import { accountsOf, giveBack, issue, transfer } from "../accounts/book.ts";
import { bookAccount } from "../encoding.ts";
import type { Model } from "../model.ts";
import { priceOf } from "../oracle/prices.ts";
import { parameterNumber } from "../parameters/book.ts";
import {
  type Draw,
  type Due,
  dayMs,
  drawnBy,
  drawnFor,
  drawsOn,
  type Line,
  linesOf,
  type Party,
  rateFor,
  type Spot,
  worth,
} from "./book.ts";

export const book = bookAccount("swap-lines/collateral");
export const decimalsOf = (model: Model, currency: string) => accountsOf(model).currencies.get(currency)?.decimals ?? 0;

export function note(model: Model, dueMs: number, item: Due["item"]): void {
  const { dues, noted } = linesOf(model);
  dues.value = [...dues.value, { dueMs, sequence: noted.value, item }];
  noted.value += 1;
}

/** Who draws, and of whom. */
export function sidesOf({ proposer, acceptor }: Line, drawer: string): readonly [Party, Party] {
  return proposer.centralBank === drawer ? [proposer, acceptor] : [acceptor, proposer];
}

export function spotNow(model: Model, lent: string, held: string): Spot | undefined {
  const [lentPrice, heldPrice] = [priceOf(model, lent), priceOf(model, held)];
  if (lentPrice?.status !== "sound" || heldPrice?.status !== "sound") return undefined;
  return { lentNano: lentPrice.range.mid, heldNano: heldPrice.range.mid };
}

/** The collateral's worth of a sum that a side draws, with a haircut. */
export function worthFor(
  model: Model,
  [side, lender]: readonly [Party, Party],
  amount: bigint,
  spot: Spot,
  haircutBp: number,
) {
  const decimals = [decimalsOf(model, lender.currency), decimalsOf(model, side.currency)] as const;
  return worth(amount, spot, decimals, haircutBp);
}

/** To a lender who may be frozen. */
export function payLender(model: Model, draw: Draw, amount: bigint): void {
  const { lender } = draw;
  const { currency } = draw.lent;
  transfer(model, { currency, from: holderOf(draw), to: book, amount });
  giveBack(model, { currency, from: book, to: lender, amount });
}

/** Ends a draw; a closing line goes with its last one. */
export function endDraw(
  model: Model,
  { line: number, draw }: { readonly line: number; readonly draw: number },
  isDefault: boolean,
): void {
  const { lines, draws, banks } = linesOf(model);
  const { drawer, onward, lent } = draws.at(`${number}/${draw}`);
  const line = lines.at(number);
  draws.delete(`${number}/${draw}`);
  if (onward !== undefined) {
    const key = `${number}/${lent.currency}/${onward.bank}`;
    const limit = banks.at(key);
    banks.set(key, { ...limit, isEnded: limit.isEnded || isDefault });
    forgetEnded(model, key);
  }
  if (line.status === "closing" && drawsOn(model, number).length === 0) lines.delete(number);
  else if (isDefault && onward === undefined) {
    const name = line.proposer.centralBank === drawer ? "proposer" : "acceptor";
    lines.set(number, { ...line, [name]: { ...line[name], defaults: line[name].defaults + 1 } });
  }
}

/** Who has what was lent, and left the collateral. */
export const holderOf = ({ drawer, onward }: Draw): string => onward?.bank ?? drawer;

/** A limit that has ended goes when nothing is drawn. */
export function forgetEnded(model: Model, key: string): void {
  const { banks } = linesOf(model);
  if (banks.at(key).isEnded && drawnFor(model, key) === 0n) banks.delete(key);
}

export interface Opening {
  readonly line: number;
  readonly drawer: string;
  readonly amount: bigint;
  readonly tenorDays: number;
  readonly onward?: { readonly bank: string; readonly freeUntilMs: number };
}

/** Makes a draw that was judged allowed. */
export function openDraw(model: Model, { line: number, drawer, amount, tenorDays, onward }: Opening) {
  const { lines, draws } = linesOf(model);
  const line = lines.at(number);
  const { terms } = line;
  const [side, lender] = sidesOf(line, drawer);
  const spot = spotNow(model, lender.currency, side.currency);
  if (spot === undefined) throw new Error("the prices were judged sound");
  const collateral = worthFor(model, [side, lender], amount, spot, terms.haircutBp);
  const rateBp = rateFor(terms, drawnBy(model, number, drawer) + amount, side.limit, 0);
  const dueMs = model.timeMs + tenorDays * dayMs;
  const graceEndsMs = dueMs + parameterNumber(model, "swap-lines.graceMs");
  const draw = line.draws + 1;
  const holder = onward?.bank ?? drawer;
  transfer(model, { currency: side.currency, from: holder, to: book, amount: collateral });
  issue(model, lender.currency, holder, amount);
  lines.set(number, { ...line, draws: draw });
  draws.set(`${number}/${draw}`, {
    drawer,
    lender: lender.centralBank,
    lent: { currency: lender.currency, amount },
    counter: { currency: side.currency, amount: worthFor(model, [side, lender], amount, spot, 0) },
    ...{ spot, collateral, collateralSpot: spot, rateBp, tenorDays, startedMs: model.timeMs },
    ...{ dueMs, graceEndsMs, rollovers: 0 },
    ...(onward === undefined ? {} : { onward }),
  });
  const intervalMs = parameterNumber(model, "swap-lines.reviewIntervalMs");
  if (onward === undefined) note(model, model.timeMs + intervalMs, { line: number, draw, kind: "review" });
  note(model, graceEndsMs, { line: number, draw, kind: "seizure" });
  return { draw, collateral, rateBp, dueMs };
}
