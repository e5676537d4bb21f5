// The greatest flow of watt-hours from zones that have them to zones that need them, at the least cost.

import { minimum } from "#src/core/arithmetic.ts";
import { assert, present } from "#src/core/assert.ts";

/** One direction of an interconnector in one hour. */
export interface TransportLink {
  readonly from: number;
  readonly to: number;
  readonly capacityWh: bigint;
  /** Per watt-hour; using a zone's own supply costs nothing. */
  readonly cost: number;
}

/** Zones are numbered; the lists are by zone. */
export interface TransportProblem {
  readonly supplyWh: readonly bigint[];
  readonly demandWh: readonly bigint[];
  readonly links: readonly TransportLink[];
}

export interface TransportPlan {
  /** Used in the zone itself, by zone. */
  readonly localWh: readonly bigint[];
  /** By link. */
  readonly linkedWh: readonly bigint[];
}

/** An arc of the residual graph; its reverse is the next one for an even index, the one before for an odd. */
interface Arc {
  readonly from: number;
  readonly to: number;
  readonly cost: number;
  leftWh: bigint;
}

/**
 * As much demand as can be met is met, and that at the least total cost: successive shortest paths, each found by
 * Bellman and Ford, arcs in the order given, and an arc is preferred to an earlier one only when it is strictly cheaper.
 * So equal input gives equal output, whatever plans cost the same. Each path fills an arc, so the paths are bounded.
 */
export function planTransport({ supplyWh, demandWh, links }: TransportProblem): TransportPlan {
  const zones = supplyWh.length;
  assert(demandWh.length === zones, "supply and demand are told for each zone");
  const graph = new ResidualGraph(2 * zones + 2);
  const [source, sink] = [2 * zones, 2 * zones + 1];
  const demandAt = (zone: number) => zones + zone;
  supplyWh.forEach((wh, zone) => void graph.add(source, zone, wh, 0));
  const locals = supplyWh.map((wh, zone) => graph.add(zone, demandAt(zone), wh, 0));
  const linked = links.map(({ from, to, capacityWh, cost }) => {
    assert(from !== to && from < zones && to < zones && cost > 0, "a link joins two zones and costs something");
    return graph.add(from, demandAt(to), capacityWh, cost);
  });
  demandWh.forEach((wh, zone) => void graph.add(demandAt(zone), sink, wh, 0));
  while (graph.sendAlongCheapest(source, sink));
  return { localWh: locals.map((arc) => graph.flowOf(arc)), linkedWh: linked.map((arc) => graph.flowOf(arc)) };
}

class ResidualGraph {
  readonly #nodes: number;
  readonly #arcs: Arc[] = [];

  constructor(nodes: number) {
    this.#nodes = nodes;
  }

  /** Returns the arc's number. */
  add(from: number, to: number, capacityWh: bigint, cost: number): number {
    assert(capacityWh >= 0n, "a capacity is zero or more");
    this.#arcs.push({ from, to, cost, leftWh: capacityWh }, { from: to, to: from, cost: -cost, leftWh: 0n });
    return this.#arcs.length - 2;
  }

  flowOf(arc: number): bigint {
    return this.#arc(arc + 1).leftWh;
  }

  /** Sends as much as fits along the cheapest path; false when there is none. */
  sendAlongCheapest(source: number, sink: number): boolean {
    const path = this.#cheapestPath(source, sink);
    if (path.length === 0) return false;
    const [first, ...others] = path.map((arc) => this.#arc(arc).leftWh);
    const sentWh = minimum(present(first, "a path has an arc"), ...others);
    for (const arc of path) {
      this.#arc(arc).leftWh -= sentWh;
      this.#arc(arc ^ 1).leftWh += sentWh;
    }
    return true;
  }

  /** The numbers of the path's arcs, from sink to source; none when the sink cannot be reached. */
  #cheapestPath(source: number, sink: number): number[] {
    const costs = new Array<number>(this.#nodes).fill(Number.POSITIVE_INFINITY);
    const arrivals = new Array<number>(this.#nodes).fill(-1);
    costs[source] = 0;
    // Cheapest paths leave no cycle that saves anything, so a pass for each node is enough.
    for (let pass = 0; pass < this.#nodes && this.#relax(costs, arrivals); pass += 1);
    const path: number[] = [];
    for (let node = sink; node !== source; ) {
      const arc = arrivals[node] ?? -1;
      if (arc < 0) return [];
      path.push(arc);
      node = this.#arc(arc).from;
    }
    return path;
  }

  /** One pass over all arcs; false when nothing became cheaper. */
  #relax(costs: number[], arrivals: number[]): boolean {
    let isChanged = false;
    for (const [index, { from, to, cost, leftWh }] of this.#arcs.entries()) {
      if (leftWh === 0n) continue;
      const arriving = (costs[from] ?? Number.POSITIVE_INFINITY) + cost;
      if (arriving >= (costs[to] ?? Number.POSITIVE_INFINITY)) continue;
      costs[to] = arriving;
      arrivals[to] = index;
      isChanged = true;
    }
    return isChanged;
  }

  #arc(index: number): Arc {
    return present(this.#arcs[index], "an arc of this graph");
  }
}
