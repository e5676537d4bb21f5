// The best way of an exchange in the model: all ways are listed, and the first of the best is taken.
import { accountsOf, balanceRow, isPaused } from "../accounts/book.ts";
import { corridorsOf, ruleBookNow } from "../corridors/book.ts";
import { type Crossing, judgeCrossing } from "../corridors/crossing.ts";
import { Grounds, type Model } from "../model.ts";
import { exchange, fxOf, type Hop, providersOf, type Quote } from "./book.ts";

export interface Request {
  readonly corridor: string;
  readonly payee: string;
  readonly kind: string;
  readonly purpose: string;
  readonly source: string;
  readonly destination: string;
  readonly fixed: "source" | "destination";
  readonly amount: bigint;
}

interface Seen {
  short: boolean;
  nothing: boolean;
}

const mayUse = (model: Model, corridor: string, account: string, currencies: readonly string[]): boolean => {
  const { members, participants } = corridorsOf(model);
  return (
    members.has(`${corridor}/${account}`) &&
    currencies.every((currency) => {
      const participant = participants.get(`${currency}/${account}`);
      return participant !== undefined && participant.fromHeight <= model.height;
    })
  );
};

function hopsFor(
  model: Model,
  parties: readonly string[],
  { corridor, fixed }: Request,
  [from, to]: readonly [string, string],
  amount: bigint,
  seen: Seen,
): Hop[] {
  const [base = "", quote = ""] = [from, to].sort();
  const decimalsOf = (currency: string) => accountsOf(model).currencies.get(currency)?.decimals ?? 0;
  return providersOf(model, base, quote).flatMap((provider) => {
    const rate = fxOf(model).rates.at(`${base}/${quote}/${provider}`);
    if (rate.validUntilMs <= model.timeMs || parties.includes(provider)) return [];
    if (!mayUse(model, corridor, provider, [from, to])) return [];
    const decimals = { base: decimalsOf(base), quote: decimalsOf(quote) };
    const found = exchange(rate, decimals, from === base, fixed === "source", amount);
    if (found === undefined) return [];
    if (found.delivered === 0n) {
      seen.nothing = true;
      return [];
    }
    const balance = balanceRow(model, to, provider);
    const isFrozen = [balance, balanceRow(model, from, provider)].some((row) => row?.frozenReference !== undefined);
    if (balance === undefined || isFrozen || balance.amount < found.delivered) {
      seen.short = true;
      return [];
    }
    const paid = { currency: from, amount: found.paid };
    return [{ provider, paid, spread: found.spread, delivered: { currency: to, amount: found.delivered } }];
  });
}

/** The first of the best: providers come in order. */
function best(hops: readonly Hop[], { fixed }: Request): Hop | undefined {
  const worth = ({ paid, delivered }: Hop) => (fixed === "source" ? delivered.amount : -paid.amount);
  return hops.reduce<Hop | undefined>(
    (top, hop) => (top === undefined || worth(hop) > worth(top) ? hop : top),
    undefined,
  );
}

function wayBetween(
  model: Model,
  parties: readonly string[],
  request: Request,
  via: string,
  seen: Seen,
): Hop[] | undefined {
  const { source, destination, fixed, amount } = request;
  const [first, second] = [[source, via] as const, [via, destination] as const];
  const hop = (pair: readonly [string, string], of: bigint) =>
    best(hopsFor(model, parties, request, pair, of, seen), request);
  if (fixed === "source") {
    const one = hop(first, amount);
    const two = one && hop(second, one.delivered.amount);
    return one && two && [one, two];
  }
  const two = hop(second, amount);
  const one = two && hop(first, two.paid.amount);
  return one && two && [one, two];
}

/** The payment across the corridor that some exchanges come to. */
export function crossingBy({ hops, ...terms }: Omit<Quote, "expiresMs">): Crossing {
  const [first, second] = hops;
  if (first === undefined) throw new Error("a quote has an exchange");
  const { corridor, kind, purpose, payer, payee } = terms;
  const destination = (second ?? first).delivered;
  const via = second === undefined ? undefined : first.delivered;
  return { corridor, kind, purpose, payer, payee, source: first.paid, destination, via };
}

/** The exchanges of the best way; notes why there is none. */
export function findRoute(model: Model, payer: string, request: Request, grounds: Grounds): readonly Hop[] | undefined {
  const { corridor, payee, source, destination, fixed, amount } = request;
  const { joined, corridors } = corridorsOf(model);
  const { currencies } = accountsOf(model);
  const isOne = grounds.when(source === destination, "fx/sameCurrency");
  const isUnknown = grounds.when(!currencies.has(source) || !currencies.has(destination), "accounts/unknownCurrency");
  const isNowhere = grounds.when(!corridors.has(corridor), "corridors/unknownCorridor");
  const isHeld = [source, destination].some((currency) => isPaused(model, currency));
  grounds.when(isHeld, "accounts/currencyPaused");
  if (isOne || isUnknown || isNowhere || isHeld) return undefined;
  const seen: Seen = { short: false, nothing: false };
  const parties = [payer, payee];
  const direct = best(hopsFor(model, parties, request, [source, destination], amount, seen), request);
  const between = (ruleBookNow(model, corridor)?.rates ?? [])
    .map(({ currency }) => currency)
    .filter((currency) => joined.has(`${corridor}/${currency}`) && currency !== source && currency !== destination)
    .sort();
  const worth = (way: readonly Hop[]) =>
    fixed === "source" ? (way.at(-1)?.delivered.amount ?? 0n) : -(way[0]?.paid.amount ?? 0n);
  let top: readonly Hop[] | undefined = direct && [direct];
  let against: Grounds | undefined;
  for (const via of between) {
    const way = wayBetween(model, parties, request, via, seen);
    if (way === undefined || (top !== undefined && worth(way) <= worth(top))) continue;
    // What the corridor would refuse is no way.
    const own = new Grounds();
    own.when(isPaused(model, via), "accounts/currencyPaused");
    judgeCrossing(model, crossingBy({ ...request, payer, hops: way }), own);
    if (own.any) against ??= own;
    else top = way;
  }
  if (top !== undefined) return top;
  for (const code of against?.list() ?? []) grounds.when(true, code);
  if (against !== undefined) return undefined;
  grounds.when(seen.short, "fx/liquidityShort");
  grounds.when(!seen.short && seen.nothing, "fx/deliversNothing");
  grounds.when(!seen.short && !seen.nothing, "fx/noRate");
  return undefined;
}
