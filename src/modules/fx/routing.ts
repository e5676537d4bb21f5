// The best way from one currency to another: directly, or by one currency between; bounded, and the same on every node.
import type { Account } from "#src/core/account.ts";
import type { Refusal } from "#src/core/refusal.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { paymentOf } from "./quoting.ts";
import { refusals } from "./refusals.ts";
import { type Direction, exchangeAt, type Fixed } from "./rules.ts";
import type { Asked, Hop } from "./schemas.ts";
import { markets, rates } from "./tables.ts";

/** What a search came upon without finding a way: told in the refusal. */
interface Findings {
  isShort: boolean;
  isNothing: boolean;
}

interface Search extends Pick<Asked, "corridor" | "payee"> {
  readonly payer: Account;
  readonly findings: Findings;
}

/** The first and last amounts of a way, and its exchanges in the order of the payment. */
export interface Route {
  readonly hops: readonly Hop[];
  readonly paid: bigint;
  readonly delivered: bigint;
}

export function directionOf(state: StateReader, from: string, to: string): Direction {
  const givesBase = from < to;
  const [base, quote] = givesBase ? [from, to] : [to, from];
  const decimals = (currency: string) => accounts.requireCurrency(state, currency).decimals;
  return { base, quote, givesBase, baseDecimals: decimals(base), quoteDecimals: decimals(quote) };
}

/** More delivered for the same, or the same for less. */
function isBetter(
  fixed: Fixed,
  left: Pick<Route, "paid" | "delivered">,
  right: Pick<Route, "paid" | "delivered">,
): boolean {
  return fixed === "source" ? left.delivered > right.delivered : left.paid < right.paid;
}

/** The best provider of one exchange; of equals the first by bytes. */
function bestHop(
  state: StateReader,
  search: Search,
  from: string,
  to: string,
  fixed: Fixed,
  amount: bigint,
): Hop | undefined {
  const direction = directionOf(state, from, to);
  const { base, quote } = direction;
  let best: Hop | undefined;
  for (const provider of markets.get(state, base, quote) ?? []) {
    const rate = rates.get(state, base, quote, provider);
    if (rate === undefined || state.timeMs >= rate.validUntilMs) continue;
    if (provider === search.payer || provider === search.payee) continue;
    if (!mayProvide(state, search.corridor, provider, from, to)) continue;
    const exchanged = exchangeAt(rate, direction, fixed, amount);
    if (exchanged === undefined) continue;
    const { paid, delivered, spread } = exchanged;
    if (delivered === 0n) {
      search.findings.isNothing = true;
      continue;
    }
    // A provider that could not be paid would be chosen for everybody, and never deliver.
    const isFrozen = [from, to].some((currency) => accounts.isBalanceFrozen(state, currency, provider));
    if (isFrozen || accounts.balance(state, to, provider) < delivered) {
      search.findings.isShort = true;
      continue;
    }
    const isFirst = best === undefined;
    const sums = { paid: best?.paid.amount ?? 0n, delivered: best?.delivered.amount ?? 0n };
    if (!isFirst && !isBetter(fixed, exchanged, sums)) continue;
    best = {
      provider,
      paid: { currency: from, amount: paid },
      spread,
      delivered: { currency: to, amount: delivered },
    };
  }
  return best;
}

/** A provider is a member of the corridor, and admitted to both zones. */
function mayProvide(state: StateReader, corridor: string, provider: Account, from: string, to: string): boolean {
  return (
    corridors.isMember(state, corridor, provider) &&
    corridors.isParticipant(state, from, provider) &&
    corridors.isParticipant(state, to, provider)
  );
}

function directRoute(
  state: StateReader,
  search: Search,
  { source, destination, fixed, amount }: Asked,
): Route | undefined {
  const hop = bestHop(state, search, source, destination, fixed, amount);
  return hop === undefined ? undefined : { hops: [hop], paid: hop.paid.amount, delivered: hop.delivered.amount };
}

/** Each exchange at its own best, from the end whose amount is fixed. */
function routeVia(state: StateReader, search: Search, asked: Asked, via: string): Route | undefined {
  const { source, destination, fixed, amount } = asked;
  if (fixed === "source") {
    const first = bestHop(state, search, source, via, fixed, amount);
    const second = first && bestHop(state, search, via, destination, fixed, first.delivered.amount);
    return first && second && { hops: [first, second], paid: amount, delivered: second.delivered.amount };
  }
  const second = bestHop(state, search, via, destination, fixed, amount);
  const first = second && bestHop(state, search, source, via, fixed, second.paid.amount);
  return first && second && { hops: [first, second], paid: first.paid.amount, delivered: amount };
}

/**
 * The best route; refuses where there is none, and says why. A way by a third currency must be better than the direct one,
 * and than those by currencies before it in the order of bytes; and the corridor must let it pass, so that a stop in a zone
 * between, or a pause of its currency, leads around that zone.
 */
export function requireRoute(state: StateReader, payer: Account, asked: Asked): Route {
  const { corridor, payee, kind, purpose, source, destination, fixed } = asked;
  if (source === destination) throw refusals.sameCurrency({});
  for (const currency of [source, destination]) accounts.requireNotPaused(state, currency);
  const findings: Findings = { isShort: false, isNothing: false };
  const search: Search = { corridor, payer, payee, findings };
  const between = corridors
    .currencies(state, corridor)
    .filter((currency) => currency !== source && currency !== destination);
  let best = directRoute(state, search, asked);
  let refused: Refusal | undefined;
  for (const via of between) {
    const route = routeVia(state, search, asked, via);
    if (route === undefined || (best !== undefined && !isBetter(fixed, route, best))) continue;
    const { hops } = route;
    const payment = paymentOf({ corridor, kind, purpose, payer, payee, hops });
    const refusal = accounts.pause(state, via) ?? corridors.judge(state, payment);
    if (refusal === undefined) best = route;
    else refused ??= refusal;
  }
  if (best !== undefined) return best;
  if (refused !== undefined) throw refused;
  if (findings.isShort) throw refusals.liquidityShort({ source, destination });
  throw findings.isNothing ? refusals.deliversNothing({}) : refusals.noRate({ source, destination });
}
