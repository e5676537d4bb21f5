// Figures of a day: what banks paid and received through the queues, how long it waited, and the liquidity that it took.
import type { Account } from "#src/core/account.ts";
import { divideDown, divideUp, maximum } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { type BankDay, type CurrencyDay, type EnteredItem, type Step, steps } from "./schemas.ts";
import { bankDays, currencyDays } from "./tables.ts";

export const dayLengthMs = 86_400_000;
const wholePpm = 1_000_000n;

interface Measured {
  readonly item: Stored<EnteredItem>;
  readonly step: Step;
}

type Figures = Pick<Stored<BankDay>, "dayMs" | "paid" | "waitedAmountMs" | "longestAmountMs">;

export function dayOf(timeMs: number): number {
  return timeMs - (timeMs % dayLengthMs);
}

export function placeOf(dayMs: number): number {
  return (dayMs / dayLengthMs) % limits.nettingDaysKept;
}

function noFigures(dayMs: number): Figures {
  const nothing = { legs: 0, amount: 0n };
  return {
    dayMs,
    paid: {
      entry: nothing,
      bilateral: nothing,
      multilateral: nothing,
      bypass: nothing,
      credit: nothing,
      swap: nothing,
    },
    waitedAmountMs: 0n,
    longestAmountMs: 0n,
  };
}

export function currencyDayOf(state: StateReader, currency: string, dayMs: number): Stored<CurrencyDay> {
  const kept = currencyDays.get(state, currency, placeOf(dayMs));
  return kept?.dayMs === dayMs ? kept : { ...noFigures(dayMs), liquidityUsed: 0n };
}

export function bankDayOf(state: StateReader, currency: string, account: Account, dayMs: number): Stored<BankDay> {
  const kept = bankDays.get(state, currency, account, placeOf(dayMs));
  return kept?.dayMs === dayMs ? kept : { ...noFigures(dayMs), received: 0n, largestNetDebit: 0n };
}

/** The day asked for, today without any; refuses what is not kept. */
export function requireDay(state: StateReader, asked: number | undefined): number {
  const newestMs = dayOf(state.timeMs);
  const oldestMs = maximum(0n, BigInt(newestMs - (limits.nettingDaysKept - 1) * dayLengthMs));
  const dayMs = asked ?? newestMs;
  const isKept = dayMs >= oldestMs && dayMs <= newestMs && dayMs % dayLengthMs === 0;
  if (!isKept) throw refusals.dayNotKept({ oldestMs: Number(oldestMs), newestMs });
  return dayMs;
}

/**
 * Adds what was settled together to the day. Banks alone have figures: they are few, so the rows are bounded. A net debit is
 * looked at when everything that settles together has been paid, for no more money was needed meanwhile.
 */
export function measure(state: State, settled: readonly Measured[]): void {
  const dayMs = dayOf(state.timeMs);
  const banks = new Map<Account, boolean>();
  const isBank = (account: Account) => {
    const known = banks.get(account) ?? authority.hasRole(state, account, "participant-bank");
    banks.set(account, known);
    return known;
  };
  const currencies = new Map<string, { sums: Stored<CurrencyDay>; readonly banks: Map<Account, Stored<BankDay>> }>();
  for (const { item, step } of settled) {
    for (const { from, to, currency, amount } of item.legs) {
      if (!isBank(from) && !isBank(to)) continue;
      const day = currencies.get(currency) ?? { sums: currencyDayOf(state, currency, dayMs), banks: new Map() };
      currencies.set(currency, day);
      const bank = (account: Account) => day.banks.get(account) ?? bankDayOf(state, currency, account, dayMs);
      if (isBank(from)) {
        day.sums = withPayment(day.sums, item, step, amount, state.timeMs);
        day.banks.set(from, withPayment(bank(from), item, step, amount, state.timeMs));
      }
      if (isBank(to)) {
        const before = bank(to);
        day.banks.set(to, { ...before, received: before.received + amount });
      }
    }
  }
  for (const [currency, day] of currencies) {
    let { liquidityUsed } = day.sums;
    for (const [account, row] of day.banks) {
      const largestNetDebit = maximum(row.largestNetDebit, amountPaid(row) - row.received);
      liquidityUsed += largestNetDebit - row.largestNetDebit;
      bankDays.put(state, currency, account, placeOf(dayMs), { ...row, largestNetDebit });
    }
    currencyDays.put(state, currency, placeOf(dayMs), { ...day.sums, liquidityUsed });
  }
}

function withPayment<Of extends Figures>(
  day: Of,
  { enteredMs, expiresMs }: Stored<EnteredItem>,
  step: Step,
  amount: bigint,
  timeMs: number,
): Of {
  const { legs, amount: sum } = day.paid[step];
  return {
    ...day,
    paid: { ...day.paid, [step]: { legs: legs + 1, amount: sum + amount } },
    waitedAmountMs: day.waitedAmountMs + amount * BigInt(timeMs - enteredMs),
    longestAmountMs: day.longestAmountMs + amount * BigInt(expiresMs - enteredMs),
  };
}

export function amountPaid({ paid }: Pick<Figures, "paid">): bigint {
  return steps.reduce((sum, step) => sum + paid[step].amount, 0n);
}

/** Turnover, delay and shares of a day. Roundings flatter nobody: good figures are rounded down, bad ones up. */
export function indicatorsOf(day: Figures, liquidityUsed: bigint) {
  const paid = amountPaid(day);
  const turnover = liquidityUsed === 0n ? {} : { turnoverRatioPpm: divideDown(paid * wholePpm, liquidityUsed) };
  if (paid === 0n) return { amountPaid: paid, ...turnover };
  const share = (step: Step) => divideDown(day.paid[step].amount * wholePpm, paid);
  return {
    amountPaid: paid,
    ...turnover,
    delayPpm: divideUp(day.waitedAmountMs * wholePpm, day.longestAmountMs),
    meanWaitMs: divideUp(day.waitedAmountMs, paid),
    sharesPpm: {
      entry: share("entry"),
      bilateral: share("bilateral"),
      multilateral: share("multilateral"),
      bypass: share("bypass"),
      credit: share("credit"),
      swap: share("swap"),
    },
  };
}
