// What a set of payments comes to, reckoned apart from the ledger: gross, net, and how much money its settlement takes.

export interface Leg {
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly amount: bigint;
}

/** What each bank gains, or loses if below zero, by `currency bank`. */
export function netOf(legs: readonly Leg[]): Map<string, bigint> {
  const nets = new Map<string, bigint>();
  for (const { from, to, currency, amount } of legs) {
    nets.set(`${currency} ${from}`, (nets.get(`${currency} ${from}`) ?? 0n) - amount);
    nets.set(`${currency} ${to}`, (nets.get(`${currency} ${to}`) ?? 0n) + amount);
  }
  return nets;
}

const inCurrency = (legs: readonly Leg[], currency: string) => legs.filter((leg) => leg.currency === currency);

export function grossOf(legs: readonly Leg[], currency: string): bigint {
  return inCurrency(legs, currency).reduce((sum, { amount }) => sum + amount, 0n);
}

/** The sum of multilateral net debits: with less money nobody could settle all of it, at whatever moment. */
export function boundOf(legs: readonly Leg[], currency: string): bigint {
  const nets = [...netOf(inCurrency(legs, currency)).values()];
  return nets.reduce((sum, net) => sum + (net < 0n ? -net : 0n), 0n);
}

/** What it takes where every payment settles alone and in order: how far each bank is ever down, added up. */
export function aloneOf(legs: readonly Leg[], currency: string): bigint {
  const [now, deepest] = [new Map<string, bigint>(), new Map<string, bigint>()];
  for (const { from, to, amount } of inCurrency(legs, currency)) {
    now.set(from, (now.get(from) ?? 0n) - amount);
    now.set(to, (now.get(to) ?? 0n) + amount);
    const [down, most] = [-(now.get(from) ?? 0n), deepest.get(from) ?? 0n];
    if (down > most) deepest.set(from, down);
  }
  return [...deepest.values()].reduce((sum, each) => sum + each, 0n);
}
