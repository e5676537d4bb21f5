// Quotes: opening and closing them, and the money that providers have set aside, always together.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { move, tie } from "#src/modules/accounts/access.ts";
import type { Payment } from "#src/modules/corridors/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { reservedFunds } from "./books.ts";
import { refusals } from "./refusals.ts";
import type { Quote } from "./schemas.ts";
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
  takenCounts.put(state, payer, (takenCounts.get(state, payer) ?? 0) + 1);
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
  const left = (takenCounts.get(state, quote.payer) ?? 0) - 1;
  if (left === 0) takenCounts.delete(state, quote.payer);
  else takenCounts.put(state, quote.payer, left);
  tie.remove(state, quote.payer);
  return quote;
}

/** Returns what was set aside to the providers, frozen or paused as it may be: it was never anybody else's. */
export function releaseQuote(state: State, number: number): Stored<Quote> {
  const quote = closeQuote(state, number);
  for (const { provider, delivered } of quote.hops) {
    move.giveBack(state, { ...delivered, from: reservedFunds, to: provider });
  }
  return quote;
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
