// Settling: money moves by what each account pays net, limits are used up, and totals and events say which step it was.
import type { Account } from "#src/core/account.ts";
import { minimum } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
import { compareText } from "#src/core/order.ts";
import { move } from "#src/modules/accounts/access.ts";
import type { State, Stored } from "#src/state/view.ts";
import { measure } from "./days.ts";
import { events } from "./events.ts";
import { boundedSum } from "./rules.ts";
import type { EnteredItem, Leg, Limits, SettledTotal, Step } from "./schemas.ts";
import { payerLimits, rests, settledTotals } from "./tables.ts";

export interface Settled {
  readonly number: number;
  readonly item: Stored<EnteredItem>;
  readonly step: Step;
}

/** Settles items together. Whoever calls it knows that all payers can afford them so, and takes them out of their queues. */
export function settle(state: State, settled: readonly Settled[]): void {
  const legs = settled.flatMap(({ item }) => item.legs);
  moveNet(state, legs);
  useLimits(state, legs);
  addToTotals(state, settled);
  measure(state, settled);
  for (const { number, item, step } of settled) state.emit(events.itemSettled({ item: number, ...item, step }));
}

/** Each currency on its own: who pays net pays whoever is paid net, both in the order of their accounts. */
function moveNet(state: State, legs: readonly Stored<Leg>[]): void {
  const nets = new Map<string, Map<Account, bigint>>();
  for (const { from, to, currency, amount } of legs) {
    const net = nets.get(currency) ?? new Map<Account, bigint>();
    nets.set(currency, net);
    net.set(from, (net.get(from) ?? 0n) - amount);
    net.set(to, (net.get(to) ?? 0n) + amount);
  }
  for (const [currency, net] of [...nets].sort(([left], [right]) => compareText(left, right))) {
    const sorted = [...net].sort(([left], [right]) => compareText(left, right));
    const payees = sorted.filter(([, amount]) => amount > 0n).reverse();
    for (const [from, owed] of sorted) {
      for (let left = -owed; left > 0n; ) {
        const [to, due] = present(payees.pop(), "what is paid net in a currency is received net");
        const amount = minimum(left, due);
        move.transfer(state, { currency, from, to, amount });
        left -= amount;
        if (due > amount) payees.push([to, due - amount]);
      }
    }
  }
}

/** What flows out uses the payer's limits up; what comes in gives the payee's room back. */
function useLimits(state: State, legs: readonly Stored<Leg>[]): void {
  const rows = new Map<string, { readonly currency: string; readonly account: Account; row: Stored<Limits> }>();
  const use = (currency: string, account: Account, counterparty: Account, amount: bigint) => {
    const name = `${currency}/${account}`;
    const found = rows.get(name)?.row ?? payerLimits.get(state, currency, account);
    if (found === undefined) return;
    rows.set(name, { currency, account, row: withFlow(found, counterparty, amount) });
  };
  for (const { from, to, currency, amount } of legs) {
    use(currency, from, to, amount);
    use(currency, to, from, -amount);
  }
  for (const { currency, account, row } of rows.values()) payerLimits.put(state, currency, account, row);
  // Room that was given back may be what another item waits for.
  if (rows.size > 0) rests.delete(state);
}

function withFlow({ multilateral, bilateral }: Stored<Limits>, counterparty: Account, amount: bigint): Stored<Limits> {
  return {
    ...(multilateral && { multilateral: { ...multilateral, used: boundedSum(multilateral.used, amount) } }),
    bilateral: bilateral.map((limit) =>
      limit.counterparty === counterparty ? { ...limit, used: boundedSum(limit.used, amount) } : limit,
    ),
  };
}

const nothing = { legs: 0, amount: 0n };
/** The total of a currency in which nothing was ever settled. */
export const noSettledTotal: SettledTotal = {
  ...{ entry: nothing, bilateral: nothing, multilateral: nothing, bypass: nothing, credit: nothing, swap: nothing },
};

/** Each currency's row is written once. */
function addToTotals(state: State, settled: readonly Settled[]): void {
  const totals = new Map<string, Stored<SettledTotal>>();
  for (const { item, step } of settled) {
    for (const { currency, amount } of item.legs) {
      const before = totals.get(currency) ?? settledTotals.get(state, currency) ?? noSettledTotal;
      const { legs, amount: sum } = before[step];
      totals.set(currency, { ...before, [step]: { legs: legs + 1, amount: boundedSum(sum, amount) } });
    }
  }
  for (const [currency, total] of totals) settledTotals.put(state, currency, total);
}
