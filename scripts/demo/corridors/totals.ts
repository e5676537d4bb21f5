// What the queues have settled, by currency and step, as the ledger counts it.
import type { Cast } from "../cast.ts";

export const steps = ["entry", "bilateral", "multilateral", "bypass", "credit", "swap"] as const;
export type Step = (typeof steps)[number];

export interface Settled {
  readonly legs: number;
  readonly amount: bigint;
}

/** By `currency step`. */
export type Totals = Map<string, Settled>;

export async function totalsOf(cast: Cast, currencies: readonly string[]): Promise<Totals> {
  const totals: Totals = new Map();
  for (const currency of currencies) {
    const settled = await cast.ledger.query("netting/settledTotal", { currency });
    for (const step of steps) {
      totals.set(`${currency} ${step}`, { legs: settled[step].legs, amount: BigInt(settled[step].amount) });
    }
  }
  return totals;
}

const nothing: Settled = { legs: 0, amount: 0n };

/** What a step has settled between two readings. */
export function settledBy(before: Totals, after: Totals, currency: string, step: Step): Settled {
  const [was, is] = [before, after].map((totals) => totals.get(`${currency} ${step}`) ?? nothing);
  return { legs: (is?.legs ?? 0) - (was?.legs ?? 0), amount: (is?.amount ?? 0n) - (was?.amount ?? 0n) };
}

/** How many legs wait. */
export async function queuedLegs(cast: Cast, currency: string): Promise<number> {
  return (await cast.ledger.query("netting/queuedTotal", { currency })).legs;
}
