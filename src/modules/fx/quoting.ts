// Quotes: opening and closing them, and the money that providers have set aside, always together.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { move, tie } from "#src/modules/accounts/access.ts";
import type { Payment } from "#src/modules/corridors/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { reservedFunds } from "./books.ts";
import { refusals } from "./refusals.ts";
import type { Leg, Quote } from "./schemas.ts";
import { expiries, nextQuotes, quotes, reservedTotals, takenCounts } from "./tables.ts";

export function requireQuote(state: StateReader, quote: number): Stored<Quote> {
  const open = quotes.get(state, quote);
  if (open !== undefined) return open;
  throw quote < (nextQuotes.get(state) ?? 1) ? refusals.quoteClosed({ quote }) : refusals.unknownQuote({ quote });
}

export function requireTaken(state: StateReader, quote: number, actor: Account): Stored<Quote> {
  const open = requireQuote(state, quote);
  if (open.payer !== actor) throw refusals.notTaker({ quote });
  return open;
}

/** Who took a quote decides about it, unless it bound the quote to a payment. */
export function requireFree(state: StateReader, quote: number, actor: Account): Stored<Quote> {
  const taken = requireTaken(state, quote, actor);
  if (taken.boundTo !== undefined) throw refusals.quoteBound({ quote });
  return taken;
}

/** One that can still be used: free, and before its expiry. */
export function requireUsable(state: StateReader, quote: number, actor: Account): Stored<Quote> {
  const free = requireFree(state, quote, actor);
  const { expiresMs } = free;
  if (state.timeMs >= expiresMs) throw refusals.quoteExpired({ expiresMs, blockTimeMs: state.timeMs });
  return free;
}

/** The payment across the corridor that a quote comes to. */
export function paymentOf({
  corridor,
  kind,
  purpose,
  payer,
  payee,
  hops,
}: Pick<Stored<Quote>, "corridor" | "kind" | "purpose" | "payer" | "payee" | "hops">): Payment {
  const first = present(hops[0], "a quote has an exchange");
  const last = hops[1] ?? first;
  const via = hops.length > 1 ? first.delivered : undefined;
  return { corridor, kind, purpose, payer, payee, source: first.paid, destination: last.delivered, via };
}

/** Sets aside what each provider delivers, and returns the quote's number. */
export function openQuote(state: State, quote: Stored<Quote>): number {
  const { payer, hops, expiresMs } = quote;
  const number = nextQuotes.get(state) ?? 1;
  for (const { provider, delivered } of hops) {
    move.transfer(state, { ...delivered, from: provider, to: reservedFunds });
    addToReserved(state, delivered.currency, delivered.amount);
    state.tally(bookOf(delivered.currency), delivered.amount);
    tie.add(state, provider);
  }
  nextQuotes.put(state, number + 1);
  quotes.put(state, number, quote);
  addToTaken(state, payer, 1);
  tie.add(state, payer);
  expiries.add(state, expiresMs, number);
  return number;
}

/** Takes a quote off the books; what was set aside is the caller's to move on. */
export function closeQuote(state: State, number: number): Stored<Quote> {
  const quote = present(quotes.get(state, number), "an open quote is closed");
  quotes.delete(state, number);
  for (const { provider, delivered } of quote.hops) {
    addToReserved(state, delivered.currency, -delivered.amount);
    state.tally(bookOf(delivered.currency), -delivered.amount);
    tie.remove(state, provider);
  }
  addToTaken(state, quote.payer, -1);
  tie.remove(state, quote.payer);
  return quote;
}

/** A bound quote still counts with its taker: a payment that may be taken back holds providers' money as freely as a quote. */
export function bindQuote(state: State, number: number, payment: Uint8Array): void {
  const quote = present(quotes.get(state, number), "an open quote is bound");
  quotes.put(state, number, { ...quote, boundTo: payment });
}

/** Closes a quote and moves its legs: of each provider out of what it set aside, of the payer from where its money lies. */
export function settleQuote(state: State, number: number, funds: Account): readonly Leg[] {
  const quote = closeQuote(state, number);
  const legs = legsOf(quote);
  for (const [at, { to, currency, amount }] of legs.entries()) {
    // The first exchange and its spread are the payer's; all that follows was set aside.
    move.pay(state, { currency, from: at < 2 ? funds : reservedFunds, to, amount });
  }
  return legs;
}

/** Of each exchange what is paid at the middle of the rates, and the spread; then the delivery to the payee. */
function legsOf({ payer, payee, hops }: Stored<Quote>): Leg[] {
  const last = present(hops.at(-1), "a quote has an exchange");
  const paid = hops.flatMap(({ provider, paid: { currency, amount }, spread }, at): Leg[] => {
    const from = at === 0 ? payer : present(hops[0], "there is one before").provider;
    return [
      { kind: "exchange", from, to: provider, currency, amount: amount - spread },
      { kind: "spread", from, to: provider, currency, amount: spread },
    ];
  });
  return [...paid, { kind: "delivery", from: last.provider, to: payee, ...last.delivered }];
}

/** Returns what was set aside to the providers, frozen or paused as it may be: it was never anybody else's. */
export function releaseQuote(state: State, number: number): Stored<Quote> {
  const quote = closeQuote(state, number);
  for (const { provider, delivered } of quote.hops) {
    move.giveBack(state, { ...delivered, from: reservedFunds, to: provider });
  }
  return quote;
}

function addToTaken(state: State, payer: Account, change: 1 | -1): void {
  const after = (takenCounts.get(state, payer) ?? 0) + change;
  if (after === 0) takenCounts.delete(state, payer);
  else takenCounts.put(state, payer, after);
}

/** The running total counts against the quotes themselves in one book, which the machine requires to balance. */
function addToReserved(state: State, currency: string, amount: bigint): void {
  const after = (reservedTotals.get(state, currency) ?? 0n) + amount;
  if (after === 0n) reservedTotals.delete(state, currency);
  else reservedTotals.put(state, currency, after);
  state.tally(bookOf(currency), -amount);
}

function bookOf(currency: string): string {
  return `fx/reserved/${currency}`;
}
