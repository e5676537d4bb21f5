// The matching of an hour in other words than the ledger's: any greatest flow first, then cheaper ways round, cycle by cycle.

export interface Line {
  readonly device: string;
  readonly from: string;
  readonly to: string;
  readonly lossPpm: number;
  /** As it arrives. */
  readonly capacityWh: bigint;
}

interface Arc {
  readonly tail: string;
  readonly head: string;
  readonly price: number;
  wh: bigint;
  readonly mostWh: bigint;
}

/** One way of one arc: forwards by what fits in, backwards by what can be taken back. */
interface Step {
  readonly arc: Arc;
  readonly isForward: boolean;
}

const roomOf = ({ arc, isForward }: Step) => (isForward ? arc.mostWh - arc.wh : arc.wh);
const endOf = ({ arc, isForward }: Step) => (isForward ? arc.head : arc.tail);
const priceOf = ({ arc, isForward }: Step) => (isForward ? arc.price : -arc.price);

function push(steps: readonly Step[]): void {
  const wh = steps.map(roomOf).reduce((least, room) => (room < least ? room : least));
  for (const { arc, isForward } of steps) arc.wh += isForward ? wh : -wh;
}

function stepsFrom(arcs: readonly Arc[], node: string): Step[] {
  const all = arcs.flatMap((arc): Step[] => [
    ...(arc.tail === node ? [{ arc, isForward: true }] : []),
    ...(arc.head === node ? [{ arc, isForward: false }] : []),
  ]);
  return all.filter((step) => roomOf(step) > 0n);
}

/** Any way from one node to another, whatever it costs. */
function anyWay(arcs: readonly Arc[], from: string, to: string, seen = new Set([from])): Step[] | undefined {
  for (const step of stepsFrom(arcs, from)) {
    const node = endOf(step);
    if (node === to) return [step];
    if (seen.has(node)) continue;
    seen.add(node);
    const rest = anyWay(arcs, node, to, seen);
    if (rest !== undefined) return [step, ...rest];
  }
  return undefined;
}

/** A round trip that saves something: found by going from every node at once, a step more for each node. */
function savingRound(arcs: readonly Arc[]): Step[] | undefined {
  const nodes = [...new Set(arcs.flatMap(({ tail, head }) => [tail, head]))];
  const costs = new Map(nodes.map((node) => [node, 0]));
  const arrivals = new Map<string, { readonly from: string; readonly step: Step }>();
  let last: string | undefined;
  for (let round = 0; round <= nodes.length; round += 1) {
    last = undefined;
    for (const node of nodes) {
      for (const step of stepsFrom(arcs, node)) {
        const cost = (costs.get(node) ?? 0) + priceOf(step);
        if (cost >= (costs.get(endOf(step)) ?? 0)) continue;
        costs.set(endOf(step), cost);
        arrivals.set(endOf(step), { from: node, step });
        last = endOf(step);
      }
    }
    if (last === undefined) return undefined;
  }
  // Far enough back from a node that still became cheaper lies the round trip.
  let node = last ?? "";
  for (let at = 0; at < nodes.length; at += 1) node = arrivals.get(node)?.from ?? "";
  const steps: Step[] = [];
  const start = node;
  do {
    const arrival = arrivals.get(node);
    if (arrival === undefined) throw new Error("a round trip comes round");
    steps.unshift(arrival.step);
    node = arrival.from;
  } while (node !== start);
  return steps;
}

/** What each zone uses of its own, and what goes over each line; lines of different losses leave no choice in this. */
export function greatestFlow(
  supplies: ReadonlyMap<string, bigint>,
  demands: ReadonlyMap<string, bigint>,
  lines: readonly Line[],
) {
  const source = [...supplies].map(
    ([zone, wh]): Arc => ({ tail: "source", head: `s ${zone}`, price: 0, wh: 0n, mostWh: wh }),
  );
  const sink = [...demands].map(
    ([zone, wh]): Arc => ({ tail: `d ${zone}`, head: "sink", price: 0, wh: 0n, mostWh: wh }),
  );
  const own = new Map(
    [...supplies].map(([zone, mostWh]) => [zone, { tail: `s ${zone}`, head: `d ${zone}`, price: 0, wh: 0n, mostWh }]),
  );
  const linked = lines.map((line) => ({
    line,
    arc: {
      tail: `s ${line.from}`,
      head: `d ${line.to}`,
      price: 1_000_000_000 + line.lossPpm,
      wh: 0n,
      mostWh: line.capacityWh,
    },
  }));
  const arcs: Arc[] = [...source, ...sink, ...own.values(), ...linked.map(({ arc }) => arc)];
  for (let way = anyWay(arcs, "source", "sink"); way !== undefined; way = anyWay(arcs, "source", "sink")) push(way);
  for (let round = savingRound(arcs); round !== undefined; round = savingRound(arcs)) push(round);
  return {
    ownWh: new Map([...own].map(([zone, { wh }]) => [zone, wh])),
    lineWh: new Map(linked.map(({ line, arc }) => [line.device, arc.wh])),
  };
}

/** Whole shares by weight: each gets what it surely has, and those that lost most to rounding get one more, first come first. */
export function shares(total: bigint, weights: readonly bigint[]): bigint[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0n);
  if (all === 0n) return weights.map(() => 0n);
  const given = weights.map((weight) => (total * weight) / all);
  for (let left = total - given.reduce((sum, wh) => sum + wh, 0n); left > 0n; left -= 1n) {
    const lacks = weights.map((weight, at) => total * weight - (given[at] ?? 0n) * all);
    const most = lacks.reduce((greatest, lack) => (lack > greatest ? lack : greatest));
    const first = lacks.indexOf(most);
    given[first] = (given[first] ?? 0n) + 1n;
  }
  return given;
}

/** Two rows of lengths laid side by side: how much of each of one lies beside each of the other. */
export function overlaps(left: readonly bigint[], right: readonly bigint[]) {
  const spans = (lengths: readonly bigint[]) => {
    let end = 0n;
    return lengths.map((length) => {
      const start = end;
      end += length;
      return { start, end };
    });
  };
  const beside = spans(right);
  return spans(left).flatMap((one, a) =>
    beside.flatMap((other, b) => {
      const start = one.start > other.start ? one.start : other.start;
      const end = one.end < other.end ? one.end : other.end;
      return start < end ? [{ a, b, wh: end - start }] : [];
    }),
  );
}

/** What is lost for watt-hours that arrive: the least whole number that is at least the ratio of what was sent. */
export function lost(arriving: bigint, lossPpm: number): bigint {
  const kept = 1_000_000n - BigInt(lossPpm);
  const sent = (arriving * 1_000_000n) / kept + ((arriving * 1_000_000n) % kept === 0n ? 0n : 1n);
  return sent - arriving;
}

/** The most that can arrive for so many watt-hours, found by halving. */
export function mostArriving(sent: bigint, lossPpm: number): bigint {
  let [least, most] = [0n, sent];
  while (least < most) {
    const middle = (least + most + 1n) / 2n;
    if (middle + lost(middle, lossPpm) <= sent) least = middle;
    else most = middle - 1n;
  }
  return least;
}
