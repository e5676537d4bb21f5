// How much money banks need for a day's payments: gross, through the queues, and at the very least.
import { openBook } from "#src/modules/netting/resolver/book.ts";
import { Settlement } from "#src/modules/netting/resolver/settlement.ts";
import type { Day, DayPayment } from "./days.ts";

const percent = 100n;

/** What each bank pays beyond what it is paid over the day: with less nobody could settle it all, at whatever moment. */
export function netDebits({ banks, payments }: Day): bigint[] {
  const nets = new Array<bigint>(banks).fill(0n);
  for (const { from, to, amount } of payments) {
    nets[from] = (nets[from] ?? 0n) + amount;
    nets[to] = (nets[to] ?? 0n) - amount;
  }
  return nets.map((net) => (net > 0n ? net : 0n));
}

/** The same where every payment is settled as it comes: how far each bank is ever down. */
export function grossNeeds({ banks, payments }: Day): bigint[] {
  const fallen = new Fallen(banks);
  for (const payment of payments) fallen.settle(payment);
  return fallen.deepest;
}

/** How far each bank's balance has fallen below its start, now and at most. */
class Fallen {
  readonly deepest: bigint[];
  readonly #balances: bigint[];

  constructor(banks: number) {
    this.deepest = new Array<bigint>(banks).fill(0n);
    this.#balances = this.deepest.slice();
  }

  settle({ from, to, amount }: DayPayment): void {
    this.#balances[from] = (this.#balances[from] ?? 0n) - amount;
    this.#balances[to] = (this.#balances[to] ?? 0n) + amount;
    this.note(from);
  }

  /** Payments that settle together move balances once. */
  settleTogether(payments: readonly DayPayment[]): void {
    for (const { from, to, amount } of payments) {
      this.#balances[from] = (this.#balances[from] ?? 0n) - amount;
      this.#balances[to] = (this.#balances[to] ?? 0n) + amount;
    }
    for (const { from } of payments) this.note(from);
  }

  note(bank: number): void {
    const down = -(this.#balances[bank] ?? 0n);
    if (down > (this.deepest[bank] ?? 0n)) this.deepest[bank] = down;
  }

  balances(funds: readonly bigint[]): bigint[] {
    return funds.map((fund, bank) => fund + (this.#balances[bank] ?? 0n));
  }
}

export interface QueuedDay {
  readonly used: bigint;
  readonly settled: number;
  /** Minutes of waiting, by value and by number of payments. */
  readonly meanWaitByValue: number;
  readonly meanWait: number;
  readonly longestWait: number;
  readonly settledInFirstMinute: number;
  readonly resolverMs: number;
}

/** A day through the queues: every minute the greatest set settles, of banks that funded a share of their net debits. */
export function runQueued(day: Day, fundedPercent: bigint): QueuedDay {
  const funds = netDebits(day).map((debit) => (debit * fundedPercent + percent - 1n) / percent);
  const fallen = new Fallen(day.banks);
  const waits: { readonly minutes: number; readonly amount: bigint }[] = [];
  let waiting: DayPayment[] = [];
  let next = 0;
  let resolverMs = 0;
  for (let minute = 0; minute < day.minutes; minute += 1) {
    for (; day.payments[next]?.minute === minute; next += 1) waiting.push(...day.payments.slice(next, next + 1));
    const begunMs = performance.now();
    const book = openBook({
      queues: fallen.balances(funds).map((spendable) => ({ spendable, keptForUrgent: 0n })),
      limits: [],
      items: waiting.map((leg) => ({ isUrgent: false, legs: [leg] })),
    });
    const settled = new Set(new Settlement(book).settleGreatest());
    resolverMs += performance.now() - begunMs;
    const done = waiting.filter((_, at) => settled.has(at));
    fallen.settleTogether(done);
    for (const payment of done) waits.push({ minutes: minute - payment.minute, amount: payment.amount });
    waiting = waiting.filter((_, at) => !settled.has(at));
  }
  const value = waits.reduce((sum, { amount }) => sum + amount, 0n);
  return {
    used: fallen.deepest.reduce((sum, down) => sum + down, 0n),
    settled: waits.length,
    meanWaitByValue: waits.reduce((sum, { minutes, amount }) => sum + minutes * Number(amount), 0) / Number(value),
    meanWait: waits.reduce((sum, { minutes }) => sum + minutes, 0) / waits.length,
    longestWait: waits.reduce((most, { minutes }) => Math.max(most, minutes), 0),
    settledInFirstMinute: waits.filter(({ minutes }) => minutes === 0).length,
    resolverMs,
  };
}
