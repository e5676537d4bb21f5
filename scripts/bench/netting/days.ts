// The queues and the days of the netting benchmark: all from seeds, so that runs can be compared.
import { createDraw } from "#scripts/draw.ts";
import type { FileItem, ProblemFile } from "#scripts/resolve/problemFile.ts";

export interface DayPayment {
  readonly minute: number;
  readonly from: number;
  readonly to: number;
  readonly amount: bigint;
}

export interface Day {
  readonly name: string;
  readonly banks: number;
  readonly minutes: number;
  /** By minute. */
  readonly payments: readonly DayPayment[];
}

const queueSeed = 64;
const daySeed = 2_026;
/** One item in so many is a payment versus payment in two currencies. */
const bundleEvery = 4;
const amountMost = 100_000;

/** Queues in which everybody owes everybody, with balances for about a tenth of what leaves each. */
export function queuesOf(banks: number, currencies: number, count: number): ProblemFile {
  const draw = createDraw(queueSeed);
  const bank = (at: number) => `bank-${at}`;
  const pair = () => {
    const from = draw(banks);
    return [bank(from), bank((from + 1 + draw(banks - 1)) % banks)] as const;
  };
  const amount = () => BigInt(1 + draw(amountMost));
  const items = Array.from({ length: count }, (_, at): FileItem => {
    const [from, to] = pair();
    const currency = draw(currencies);
    const leg = { from, to, currency: `C${currency}`, amount: amount() };
    if (at % bundleEvery !== 0) return { id: `item-${at}`, legs: [leg] };
    const other = (currency + 1 + draw(currencies - 1)) % currencies;
    return { id: `item-${at}`, legs: [leg, { from: to, to: from, currency: `C${other}`, amount: amount() }] };
  });
  const eachLeaves = Math.floor((count * amountMost) / 2 / banks / currencies);
  const balances = new Map(
    Array.from({ length: banks }, (_, at) => [
      bank(at),
      new Map(
        Array.from({ length: currencies }, (__, currency) => [
          `C${currency}`,
          BigInt(draw(1 + Math.floor(eachLeaves / 5))),
        ]),
      ),
    ]),
  );
  return { balances, items };
}

/** A working day of ten hours: payments come evenly, most are small, and a few are a thousand times as large. */
function drawDay(
  name: string,
  draw: (below: number) => number,
  parties: () => readonly [number, number],
  banks: number,
): Day {
  const [minutes, count] = [600, 10_000];
  const payments = Array.from({ length: count }, (): DayPayment => {
    const [from, to] = parties();
    const size = 1 + draw(1_000);
    return { minute: draw(minutes), from, to, amount: BigInt(size * (1 + draw(1 + draw(1_000)))) };
  });
  return { name, banks, minutes, payments: payments.sort((left, right) => left.minute - right.minute) };
}

/** 64 banks, each of which pays any other. */
export function randomDay(): Day {
  const [draw, banks] = [createDraw(daySeed), 64];
  const parties = () => {
    const from = draw(banks);
    return [from, (from + 1 + draw(banks - 1)) % banks] as const;
  };
  return drawDay("random", draw, parties, banks);
}

/** A hub that pays, and is paid by, 63 others, who pay nobody else. */
export function hubDay(): Day {
  const [draw, banks] = [createDraw(daySeed + 1), 64];
  const parties = () => {
    const spoke = 1 + draw(banks - 1);
    return draw(2) === 0 ? ([0, spoke] as const) : ([spoke, 0] as const);
  };
  return drawDay("hub-and-spoke", draw, parties, banks);
}
