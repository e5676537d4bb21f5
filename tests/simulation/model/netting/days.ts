// Figures of a day as the model keeps them: of each bank alone. Those of a currency are sums over its banks.
import { hasRole } from "../authority/book.ts";
import type { ExpectedRow, Model } from "../model.ts";
import { type UndoLog, UndoMap } from "../undo.ts";

const dayMs = 24 * 60 * 60 * 1_000;
const daysKept = 8;
const steps = ["entry", "bilateral", "multilateral", "bypass", "credit", "swap"] as const;
type Paid = Readonly<Record<(typeof steps)[number], { readonly legs: number; readonly amount: bigint }>>;

interface Figures {
  readonly paid: Paid;
  readonly received: bigint;
  readonly waited: bigint;
  readonly longest: bigint;
  readonly peak: bigint;
}

interface Payment {
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly amount: bigint;
}

interface Times {
  readonly enteredMs: number;
  readonly expiresMs: number;
}

const none = { legs: 0, amount: 0n };
const empty: Figures = {
  paid: { entry: none, bilateral: none, multilateral: none, bypass: none, credit: none, swap: none },
  ...{ received: 0n, waited: 0n, longest: 0n, peak: 0n },
};

/** By `currency/account/day`, the day counted from 1970. */
const makeBook = (log: UndoLog) => new UndoMap<string, Figures>(log);
const today = (model: Model) => Math.floor(model.timeMs / dayMs);
const total = (paid: Paid) => steps.reduce((sum, step) => sum + paid[step].amount, 0n);

export function noteLeg(model: Model, leg: Payment, times: Times, step: (typeof steps)[number]): void {
  const book = model.book(makeBook);
  const name = (account: string) => `${leg.currency}/${account}/${today(model)}`;
  if (hasRole(model, leg.from, "participant-bank")) {
    const before = book.get(name(leg.from)) ?? empty;
    const sum = { legs: before.paid[step].legs + 1, amount: before.paid[step].amount + leg.amount };
    book.set(name(leg.from), {
      ...before,
      paid: { ...before.paid, [step]: sum },
      waited: before.waited + leg.amount * BigInt(model.timeMs - times.enteredMs),
      longest: before.longest + leg.amount * BigInt(times.expiresMs - times.enteredMs),
    });
  }
  if (hasRole(model, leg.to, "participant-bank")) {
    const before = book.get(name(leg.to)) ?? empty;
    book.set(name(leg.to), { ...before, received: before.received + leg.amount });
  }
}

/** When all that settles together is paid, everybody's debit of the day is looked at. */
export function lookAtDebits(model: Model): void {
  const book = model.book(makeBook);
  for (const [name, figures] of [...book.entries()]) {
    const debit = total(figures.paid) - figures.received;
    if (name.endsWith(`/${today(model)}`) && debit > figures.peak) book.set(name, { ...figures, peak: debit });
  }
}

const placeOf = (day: number) => (day % daysKept).toString().padStart(16, "0");

function shown(day: number, { paid, waited, longest }: Pick<Figures, "paid" | "waited" | "longest">) {
  return { dayMs: day * dayMs, paid, waitedAmountMs: waited, longestAmountMs: longest };
}

/** A day's row stays until one of the same place takes it. */
export function* dayRows(model: Model): Generator<ExpectedRow> {
  const rows = new Map<string, { readonly day: number; readonly value: unknown }>();
  const put = (key: string, day: number, value: unknown) => {
    if ((rows.get(key)?.day ?? -1) < day) rows.set(key, { day, value });
  };
  const sums = new Map<string, Figures>();
  for (const [name, figures] of model.book(makeBook).entries()) {
    const [currency = "", account, day = "0"] = name.split("/");
    const { received, peak } = figures;
    const value = { ...shown(Number(day), figures), received, largestNetDebit: peak };
    put(`netting/bank-day/${currency}/${account}/${placeOf(Number(day))}`, Number(day), value);
    const before = sums.get(`${currency}/${day}`) ?? empty;
    const paidWith = (step: (typeof steps)[number]) => ({
      legs: before.paid[step].legs + figures.paid[step].legs,
      amount: before.paid[step].amount + figures.paid[step].amount,
    });
    sums.set(`${currency}/${day}`, {
      paid: Object.fromEntries(steps.map((step) => [step, paidWith(step)])) as Paid,
      received: 0n,
      waited: before.waited + figures.waited,
      longest: before.longest + figures.longest,
      peak: before.peak + peak,
    });
  }
  for (const [name, sum] of sums) {
    const [currency, day = "0"] = name.split("/");
    const value = { ...shown(Number(day), sum), liquidityUsed: sum.peak };
    put(`netting/currency-day/${currency}/${placeOf(Number(day))}`, Number(day), value);
  }
  for (const [key, { value }] of rows) yield [key, value];
}
