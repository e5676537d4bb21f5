// The greatest set that settles together: equal to what trying every set finds, whatever the order of dropping.
import { describe, expect, it } from "vitest";
import { createDraw } from "#scripts/draw.ts";
import { type NettingItem, type NettingProblem, openBook } from "#src/modules/netting/resolver/book.ts";
import { Settlement } from "#src/modules/netting/resolver/settlement.ts";
import { type Draw, drawProblem, droppedInAnyOrder, soundSets } from "./problems.ts";

const greatest = (problem: NettingProblem) => new Settlement(openBook(problem)).settleGreatest();

const queue = (spendable: number, keptForUrgent = 0) => ({
  spendable: BigInt(spendable),
  keptForUrgent: BigInt(keptForUrgent),
});
const pays = (from: number, to: number, amount: number, isUrgent = false): NettingItem => ({
  isUrgent,
  legs: [{ from, to, amount: BigInt(amount) }],
});

/** The same problem with its queues numbered otherwise, which changes the order in which the resolver drops. */
function renumbered(problem: NettingProblem, draw: Draw): NettingProblem {
  const to = problem.queues.map((_, at) => at);
  for (let at = to.length - 1; at > 0; at -= 1) {
    const other = draw(at + 1);
    [to[at], to[other]] = [to[other] as number, to[at] as number];
  }
  const queues = problem.queues.slice();
  for (const [at, each] of problem.queues.entries()) queues[to[at] as number] = each;
  const limits = problem.limits.map((limit) => ({ ...limit, queue: to[limit.queue] as number }));
  const items = problem.items.map((item) => ({
    ...item,
    legs: item.legs.map((leg) => ({ ...leg, from: to[leg.from] as number, to: to[leg.to] as number })),
  }));
  return { queues, limits, items };
}

describe("the greatest set", () => {
  it("is the one that contains every sound set, in 3,000 small cases with bundles, kept money and limits", () => {
    const draw = createDraw(1_120);
    let partial = 0;
    for (let run = 0; run < 3_000; run += 1) {
      const problem = drawProblem(draw);
      const settled = greatest(problem);
      const sets = soundSets(problem);
      expect(sets).toContainEqual(settled);
      for (const set of sets) expect(set.filter((at) => !settled.includes(at))).toEqual([]);
      if (settled.length > 0 && settled.length < problem.items.length) partial += 1;
    }
    // Cases in which all or nothing settles show little.
    expect(partial).toBeGreaterThan(600);
  });

  it("is the same whatever is dropped first", () => {
    const draw = createDraw(1_121);
    for (let run = 0; run < 1_000; run += 1) {
      const problem = drawProblem(draw);
      const settled = greatest(problem);
      for (let order = 0; order < 4; order += 1) {
        expect(droppedInAnyOrder(problem, draw)).toEqual(settled);
        expect(greatest(renumbered(problem, draw))).toEqual(settled);
      }
    }
  });

  it("leaves no payer below zero, and money neither made nor lost", () => {
    const draw = createDraw(1_122);
    for (let run = 0; run < 1_000; run += 1) {
      const problem = drawProblem(draw, { isPlain: true });
      const book = openBook(problem);
      const sumBefore = book.positions.reduce((sum, value) => sum + value, 0n);
      new Settlement(book).settleGreatest();
      expect(book.positions.every((position) => position >= 0n)).toBe(true);
      expect(book.positions.reduce((sum, value) => sum + value, 0n)).toBe(sumBefore);
    }
  });

  it("leaves nothing that a second run would settle", () => {
    const draw = createDraw(1_123);
    for (let run = 0; run < 1_000; run += 1) {
      const settlement = new Settlement(openBook(drawProblem(draw)));
      settlement.settleGreatest();
      expect(settlement.settleGreatest()).toEqual([]);
    }
  });

  it("is what settling some items first, and then the rest, comes to", () => {
    const draw = createDraw(1_124);
    for (let run = 0; run < 1_000; run += 1) {
      const problem = drawProblem(draw);
      const settlement = new Settlement(openBook(problem));
      const first = settlement.settleAmong(problem.items.map((_, at) => at).slice(0, 1 + draw(problem.items.length)));
      const all = [...first, ...settlement.settleGreatest()].sort((left, right) => left - right);
      expect(all).toEqual(greatest(problem));
    }
  });

  it("is the same on repeated runs", () => {
    const draw = createDraw(1_125);
    for (let run = 0; run < 200; run += 1) {
      const problem = drawProblem(draw);
      expect(greatest(problem)).toEqual(greatest(structuredClone(problem)));
    }
  });
});

describe("a settlement", () => {
  it("resolves a ring in which nobody can pay first", () => {
    const ring = [pays(0, 1, 10), pays(1, 2, 10), pays(2, 0, 10)];
    expect(greatest({ queues: [queue(0), queue(0), queue(0)], limits: [], items: ring })).toEqual([0, 1, 2]);
  });

  it("lets no payment pass an earlier one of its payer, however small", () => {
    const items = [pays(0, 1, 10), pays(0, 1, 1)];
    expect(greatest({ queues: [queue(9), queue(0)], limits: [], items })).toEqual([]);
  });

  it("drops a bundle as a whole, and what stands behind any of its legs", () => {
    const bundle = { isUrgent: false, legs: [...pays(0, 1, 5).legs, ...pays(2, 3, 7).legs] };
    const items = [bundle, pays(2, 3, 1), pays(0, 1, 1), pays(1, 0, 2)];
    const queues = [queue(9), queue(2), queue(6), queue(0)];
    expect(greatest({ queues, limits: [], items })).toEqual([3]);
  });

  it("takes two legs of one payer in a bundle together", () => {
    const twice = { isUrgent: false, legs: [...pays(0, 1, 5).legs, ...pays(0, 2, 5).legs] };
    const of = (funds: number) => greatest({ queues: [queue(funds), queue(0), queue(0)], limits: [], items: [twice] });
    expect(of(9)).toEqual([]);
    expect(of(10)).toEqual([0]);
  });

  it("keeps what is kept for urgent items from the others, to the unit", () => {
    const of = (funds: number) =>
      greatest({ queues: [queue(funds, 6), queue(0)], limits: [], items: [pays(0, 1, 5, true), pays(0, 1, 4)] });
    expect(of(4)).toEqual([]);
    expect(of(5)).toEqual([0]);
    expect(of(14)).toEqual([0]);
    expect(of(15)).toEqual([0, 1]);
  });

  it("asks nothing of a payer below zero who only receives", () => {
    expect(greatest({ queues: [queue(3), queue(-5)], limits: [], items: [pays(0, 1, 3)] })).toEqual([0]);
  });

  it("holds the net of two payers to a limit, to the unit", () => {
    const of = (room: number) =>
      greatest({
        queues: [queue(100), queue(100)],
        limits: [{ queue: 0, room: BigInt(room) }],
        items: [
          { isUrgent: false, legs: [{ from: 0, to: 1, amount: 9n, uses: [0] }] },
          { isUrgent: false, legs: [{ from: 1, to: 0, amount: 4n, frees: [0] }] },
        ],
      });
    expect(of(4)).toEqual([1]);
    expect(of(5)).toEqual([0, 1]);
  });

  it("of nothing is nothing", () => {
    expect(greatest({ queues: [], limits: [], items: [] })).toEqual([]);
    expect(greatest({ queues: [queue(5)], limits: [], items: [] })).toEqual([]);
  });
});
