// Open quotes in the model: who decides about one, what it moves, and how it is released.
import { giveBack, judgeTransfer, type Sum, transfer } from "../accounts/book.ts";
import { feeFor } from "../corridors/crossing.ts";
import { bookAccount, isBook } from "../encoding.ts";
import { Grounds, type Model } from "../model.ts";
import { fxOf, type Quote } from "./book.ts";

export const reservedFunds = bookAccount("fx/reserved");

function judgeTaken(model: Model, actor: string, number: number, grounds: Grounds): Quote | undefined {
  const { quotes, given } = fxOf(model);
  const quote = quotes.get(number);
  if (quote === undefined) grounds.when(true, number <= given.value ? "fx/quoteClosed" : "fx/unknownQuote");
  grounds.when(quote !== undefined && quote.payer !== actor, "fx/notTaker");
  return quote;
}

/** Its taker decides about it, unless a payment does. */
export function judgeFree(model: Model, actor: string, number: number, grounds: Grounds): Quote | undefined {
  const quote = judgeTaken(model, actor, number, grounds);
  grounds.when(quote?.boundTo !== undefined, "fx/quoteBound");
  return quote;
}

export function judgeUsable(model: Model, actor: string, number: number, grounds: Grounds): Quote | undefined {
  const quote = judgeFree(model, actor, number, grounds);
  grounds.when(quote !== undefined && model.timeMs >= quote.expiresMs, "fx/quoteExpired");
  return quote;
}

export function release(model: Model, number: number): void {
  const { quotes } = fxOf(model);
  for (const { provider, delivered } of quotes.at(number).hops) {
    giveBack(model, { ...delivered, from: reservedFunds, to: provider });
  }
  quotes.delete(number);
}

export interface Leg extends Sum {
  readonly kind: string;
}

/** Who pays whom what, as the quote promises it, without the fee. */
export function exchangeLegs({ payer, payee, hops }: Quote): Leg[] {
  const legs: Leg[] = [];
  let from = payer;
  for (const { provider, paid, spread } of hops) {
    const { currency } = paid;
    legs.push({ kind: "exchange", from, to: provider, currency, amount: paid.amount - spread });
    legs.push({ kind: "spread", from, to: provider, currency, amount: spread });
    from = provider;
  }
  const { currency = "", amount = 0n } = hops.at(-1)?.delivered ?? {};
  legs.push({ kind: "delivery", from, to: payee, currency, amount });
  return legs;
}

/** With the fee of now. */
export function legsOf(model: Model, quote: Quote): Leg[] {
  const { currency = "", amount = 0n } = quote.hops[0]?.paid ?? {};
  const { fee, operator } = feeFor(model, quote.corridor, amount);
  return [...exchangeLegs(quote), { kind: "fee", from: quote.payer, to: operator, currency, amount: fee }];
}

/** Providers pay out of what they set aside, and the payer from where its money lies. */
export const moved = ({ from, to, currency, amount }: Leg, payer: string, funds = payer): Sum => ({
  ...{ to, currency, amount },
  from: from === payer ? funds : reservedFunds,
});

/** A fee of nothing is not moved at all. */
export const isNoFee = ({ kind, amount }: { kind: string; amount: bigint }) => kind === "fee" && amount === 0n;

/** Notes what stands against the first leg that cannot be paid after those before it; nothing stays paid. */
export function tryLegs(model: Model, legs: readonly Leg[], payer: string, grounds: Grounds, funds = payer): void {
  const mark = model.log.mark;
  for (const leg of legs) {
    if (isNoFee(leg)) continue;
    const own = new Grounds();
    own.when(isBook(leg.to), "accounts/ledgerAccount");
    judgeTransfer(model, moved(leg, payer, funds), own);
    for (const code of own.list()) grounds.when(true, code);
    if (own.any) break;
    transfer(model, moved(leg, payer, funds));
  }
  model.log.undoTo(mark);
}
