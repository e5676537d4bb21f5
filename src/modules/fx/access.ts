// What other modules may do with quotes: ask what they would come to, look at one that its taker may use, and bind it to a payment.
import type { Account } from "#src/core/account.ts";
import { assert } from "#src/core/assert.ts";
import type { Refusal } from "#src/core/refusal.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { bindQuote, paymentOf, releaseQuote, requireUsable, settleQuote } from "./quoting.ts";
import { type Route, requireRoute } from "./routing.ts";
import type { Asked, Leg, Quote } from "./schemas.ts";
import { quotes } from "./tables.ts";

export { type Hop, hopSchema, type Leg, legSchema, legsSchema, type Quote, quoteNumberSchema } from "./schemas.ts";

export const read = {
  /** The best route for a payment now, and what the corridor would refuse it by; refuses where there is none. Writes nothing. */
  bestRoute(state: StateReader, payer: Account, asked: Asked): Route & { readonly refusal: Refusal | undefined } {
    const route = requireRoute(state, payer, asked);
    const { corridor, payee, kind, purpose } = asked;
    const { hops } = route;
    return { ...route, refusal: corridors.judge(state, paymentOf({ corridor, payee, kind, purpose, payer, hops })) };
  },
  /** A quote that its taker may use now: refuses one that is closed, bound, somebody else's or expired. */
  requireUsable,
  /** The payment across the corridor that a quote comes to. */
  paymentOf,
  /** Every open quote that a payment decides about, with that payment's id; for audits. */
  async *bound(state: Parameters<typeof quotes.scan>[0]) {
    for await (const { parts, value } of quotes.scan(state)) {
      if (value.boundTo !== undefined) yield { number: Number(parts[0]), quote: value, boundTo: value.boundTo };
    }
  },
};

export const move = {
  /** From now on the payment alone decides: the quote is neither executed, given up nor released on its own. */
  bind(state: State, number: number, payer: Account, payment: Uint8Array): Stored<Quote> {
    const quote = requireUsable(state, number, payer);
    bindQuote(state, number, payment);
    return quote;
  },
  /** Gives every provider of a bound quote back what it had set aside. */
  release(state: State, number: number): void {
    requireBound(state, number);
    releaseQuote(state, number);
  },
  /** Moves all legs of a bound quote together: what the payer pays comes from the book that holds it. */
  settle(state: State, number: number, funds: Account): readonly Leg[] {
    requireBound(state, number);
    return settleQuote(state, number, funds);
  },
};

function requireBound(state: StateReader, number: number): void {
  assert(quotes.get(state, number)?.boundTo !== undefined, "a payment decides about quotes that are bound to it");
}
