// What settles beside the greatest set: alone, in pairs, and past others; each compared with a plainer way to find it.
import { describe, expect, it } from "vitest";
import { createDraw } from "#scripts/draw.ts";
import { type NettingItem, type NettingProblem, openBook } from "#src/modules/netting/resolver/book.ts";
import { Settlement } from "#src/modules/netting/resolver/settlement.ts";
import { settleAlone, settlePairs, settlePassing } from "#src/modules/netting/resolver/steps.ts";
import { drawProblem, isSound, queuesOf } from "./problems.ts";

const open = (problem: NettingProblem) => {
  const book = openBook(problem);
  return { book, settlement: new Settlement(book) };
};
const waitingOf = ({ items }: NettingProblem, settled: readonly number[]) =>
  items.map((_, at) => at).filter((at) => !settled.includes(at));
const meets = (left: NettingItem, right: NettingItem) =>
  queuesOf(left).some((queue) => queuesOf(right).includes(queue));

/** What may be settled after some were: the items of a set, judged with what was settled before but none of its payers' past. */
function isAffordable(problem: NettingProblem, before: readonly number[], more: readonly number[]): boolean {
  const after = new Map<number, bigint>();
  const rooms = problem.limits.map(({ room }) => room);
  for (const at of before) {
    for (const { from, to, amount, uses = [], frees = [] } of problem.items[at]?.legs ?? []) {
      after.set(from, (after.get(from) ?? 0n) - amount);
      after.set(to, (after.get(to) ?? 0n) + amount);
      for (const limit of uses) rooms[limit] = (rooms[limit] ?? 0n) - amount;
      for (const limit of frees) rooms[limit] = (rooms[limit] ?? 0n) + amount;
    }
  }
  const queues = problem.queues.map((funds, at) => ({ ...funds, spendable: funds.spendable + (after.get(at) ?? 0n) }));
  const limits = problem.limits.map((limit, at) => ({ ...limit, room: rooms[at] ?? 0n }));
  return isSound({ ...problem, queues, limits }, more);
}

function aloneByHand(problem: NettingProblem): number[] {
  const settled: number[] = [];
  for (;;) {
    const waiting = waitingOf(problem, settled);
    const next = waiting.find((at) => {
      const item = problem.items[at] as NettingItem;
      const isFirst = waiting.every((other) => other >= at || !meets(problem.items[other] as NettingItem, item));
      return isFirst && isAffordable(problem, settled, [at]);
    });
    if (next === undefined) return settled.sort((left, right) => left - right);
    settled.push(next);
  }
}

describe("items alone", () => {
  it("settle from the front of their queues for as long as one is affordable, in any order of visits", () => {
    const draw = createDraw(1_130);
    let found = 0;
    for (let run = 0; run < 2_000; run += 1) {
      const problem = drawProblem(draw);
      const { book, settlement } = open(problem);
      const settled = settleAlone(book, settlement);
      expect(settled).toEqual(aloneByHand(problem));
      found += settled.length;
    }
    expect(found).toBeGreaterThan(1_500);
  });

  it("are among what the greatest set holds, and the two together come to the same", () => {
    const draw = createDraw(1_131);
    for (let run = 0; run < 1_000; run += 1) {
      const problem = drawProblem(draw);
      const whole = open(problem).settlement.settleGreatest();
      const { book, settlement } = open(problem);
      const steps = [
        ...settleAlone(book, settlement),
        ...settlePairs(book, settlement),
        ...settlement.settleGreatest(),
      ];
      expect(steps.sort((left, right) => left - right)).toEqual(whole);
    }
  });
});

describe("pairs", () => {
  const pays = (from: number, to: number, amount: bigint): NettingItem => ({
    isUrgent: false,
    legs: [{ from, to, amount }],
  });
  const none = { spendable: 0n, keptForUrgent: 0n };
  const settledBy = (problem: NettingProblem) => {
    const { book, settlement } = open(problem);
    return settlePairs(book, settlement);
  };

  it("settle as much against each other as both can afford", () => {
    const items = [pays(0, 1, 5n), pays(1, 0, 4n), pays(1, 0, 2n), pays(0, 1, 1n), pays(0, 1, 9n)];
    expect(settledBy({ queues: [none, none], limits: [], items })).toEqual([0, 1, 2, 3]);
  });

  it("are only those whose queues begin with payments to each other", () => {
    const items = [pays(0, 2, 1n), pays(0, 1, 5n), pays(1, 0, 5n)];
    expect(settledBy({ queues: [none, none, none], limits: [], items })).toEqual([]);
  });

  it("stop before a payment to a third, and before a bundle", () => {
    const bundle = { isUrgent: false, legs: [...pays(0, 1, 1n).legs, ...pays(2, 0, 1n).legs] };
    const items = [pays(0, 1, 5n), pays(1, 0, 5n), bundle, pays(1, 2, 1n), pays(0, 1, 1n), pays(1, 0, 1n)];
    expect(settledBy({ queues: [none, none, none], limits: [], items })).toEqual([0, 1]);
  });

  it("do not depend on each other", () => {
    const items = [pays(0, 1, 5n), pays(1, 0, 5n), pays(2, 3, 5n), pays(3, 2, 5n), pays(0, 2, 1n), pays(2, 0, 1n)];
    expect(settledBy({ queues: [none, none, none, none], limits: [], items })).toEqual([0, 1, 2, 3]);
  });
});

/** Urgent ones first, then the largest by first leg, then the oldest; no normal one past a waiting urgent one. */
function passingByHand(problem: NettingProblem, before: readonly number[], most: number): number[] {
  const settled = [...before];
  const at = (index: number) => problem.items[index] as NettingItem;
  const rank = (index: number) => [at(index).isUrgent ? 0n : 1n, -(at(index).legs[0]?.amount ?? 0n), BigInt(index)];
  const order = waitingOf(problem, before).sort((left, right) => {
    const [first, second] = [rank(left), rank(right)];
    const differs = first.findIndex((value, place) => value !== second[place]);
    return (first[differs] ?? 0n) < (second[differs] ?? 0n) ? -1 : 1;
  });
  for (const index of order) {
    if (settled.length - before.length === most) break;
    const urgent = waitingOf(problem, settled).filter((other) => at(other).isUrgent);
    const isHeld = !at(index).isUrgent && urgent.some((other) => meets(at(other), at(index)));
    if (!isHeld && isAffordable(problem, settled, [index])) settled.push(index);
  }
  return settled.slice(before.length).sort((left, right) => left - right);
}

describe("items that pass others", () => {
  it("are tried in one order, within a count, and never leave anybody short", () => {
    const draw = createDraw(1_132);
    let found = 0;
    for (let run = 0; run < 2_000; run += 1) {
      const problem = drawProblem(draw);
      const most = draw(8);
      const { book, settlement } = open(problem);
      const before = settlement.settleGreatest();
      const settled = settlePassing(book, settlement, most);
      expect(settled).toEqual(passingByHand(problem, before, most));
      found += settled.length;
    }
    expect(found).toBeGreaterThan(300);
  });
});
