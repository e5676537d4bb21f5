// Small random netting problems, and two other ways to solve them: every set tried, and the rule as it is written down.
import type { LimitRoom, NettingItem, NettingLeg, NettingProblem } from "#src/modules/netting/resolver/book.ts";

export type Draw = (below: number) => number;

/** A few banks and currencies; amounts and balances small, so that many sets are just feasible or just not. */
export function drawProblem(draw: Draw, options: { readonly isPlain?: boolean } = {}): NettingProblem {
  const banks = 2 + draw(3);
  const currencies = 1 + draw(3);
  const queueCount = banks * currencies;
  const isPlain = options.isPlain ?? draw(2) === 0;
  const queues = Array.from({ length: queueCount }, () => ({
    spendable: BigInt(draw(8)) - (isPlain || draw(4) > 0 ? 0n : 6n),
    keptForUrgent: BigInt(isPlain || draw(3) > 0 ? 0 : draw(6)),
  }));
  const limits: LimitRoom[] = isPlain
    ? []
    : Array.from({ length: draw(3) }, () => ({ queue: draw(queueCount), room: BigInt(draw(8)) }));
  const leg = (): NettingLeg => {
    const currency = draw(currencies);
    const from = draw(banks);
    const to = (from + 1 + draw(banks - 1)) % banks;
    const [payer, payee] = [from * currencies + currency, to * currencies + currency];
    const limitsOf = (queue: number) =>
      limits.flatMap((limit, at) => (limit.queue === queue && draw(2) === 0 ? [at] : []));
    return { from: payer, to: payee, amount: BigInt(1 + draw(9)), uses: limitsOf(payer), frees: limitsOf(payee) };
  };
  const item = (): NettingItem => ({
    isUrgent: false,
    legs: Array.from({ length: draw(3) === 0 ? 2 + draw(3) : 1 }, leg),
  });
  const count = 1 + draw(10);
  const urgent = isPlain ? 0 : draw(count + 1);
  return { queues, limits, items: Array.from({ length: count }, (_, at) => ({ ...item(), isUrgent: at < urgent })) };
}

export function queuesOf({ legs }: NettingItem): number[] {
  return [...new Set(legs.map(({ from }) => from))];
}

/** What each queue may spend, and each limit has room for, after all items of a set. */
function positionsAfter({ queues, limits, items }: NettingProblem, set: readonly number[]) {
  const funds = queues.map(({ spendable }) => spendable);
  const rooms = limits.map(({ room }) => room);
  for (const { from, to, amount, uses = [], frees = [] } of set.flatMap((at) => items[at]?.legs ?? [])) {
    funds[from] = (funds[from] ?? 0n) - amount;
    funds[to] = (funds[to] ?? 0n) + amount;
    for (const limit of uses) rooms[limit] = (rooms[limit] ?? 0n) - amount;
    for (const limit of frees) rooms[limit] = (rooms[limit] ?? 0n) + amount;
  }
  return { funds, rooms };
}

/** The queues that cannot afford what a set takes from them. */
function shortQueues(problem: NettingProblem, set: readonly number[]): number[] {
  const { funds, rooms } = positionsAfter(problem, set);
  const taken = (queue: number) =>
    set.flatMap((at) => problem.items[at] ?? []).filter((item) => queuesOf(item).includes(queue));
  return problem.queues.flatMap(({ keptForUrgent }, queue) => {
    const paid = taken(queue);
    if (paid.length === 0) return [];
    const least = paid.some(({ isUrgent }) => !isUrgent) ? keptForUrgent : 0n;
    const isOverLimit = problem.limits.some((limit, at) => limit.queue === queue && (rooms[at] ?? 0n) < 0n);
    return (funds[queue] ?? 0n) < least || isOverLimit ? [queue] : [];
  });
}

function takesFromFront({ items }: NettingProblem, set: readonly number[]): boolean {
  return set.every((at) => {
    const mine = new Set(queuesOf(items[at] as NettingItem));
    const earlier = items.flatMap((item, before) =>
      before < at && queuesOf(item).some((each) => mine.has(each)) ? [before] : [],
    );
    return earlier.every((before) => set.includes(before));
  });
}

/** Whether all payers can afford a set together, wherever its items stand in their queues. */
export function isSound(problem: NettingProblem, set: readonly number[]): boolean {
  return shortQueues(problem, set).length === 0;
}

/** Every sound set there is, by trying all. */
export function soundSets(problem: NettingProblem): number[][] {
  const count = problem.items.length;
  return Array.from({ length: 2 ** count }, (_, mask) =>
    Array.from({ length: count }, (__, at) => at).filter((at) => (mask >> at) & 1),
  ).filter((set) => takesFromFront(problem, set) && isSound(problem, set));
}

/** The rule as the literature has it: from all items, drop the last one of a queue that is short, any that is, until none is. */
export function droppedInAnyOrder(problem: NettingProblem, draw: Draw): number[] {
  let set = problem.items.map((_, at) => at);
  for (;;) {
    const short = shortQueues(problem, set);
    if (short.length === 0) return set;
    const queue = short[draw(short.length)] as number;
    const last = set.findLast((at) => queuesOf(problem.items[at] as NettingItem).includes(queue));
    const gone = new Set([last]);
    // Whatever stands behind one that is gone, in a queue of both, is gone too.
    for (const at of set) {
      const mine = queuesOf(problem.items[at] as NettingItem);
      const isBehind = [...gone].some((other) => {
        const theirs = queuesOf(problem.items[other as number] as NettingItem);
        return (other as number) < at && theirs.some((each) => mine.includes(each));
      });
      if (isBehind) gone.add(at);
    }
    set = set.filter((at) => !gone.has(at));
  }
}
