// Weights on their way to the optimum, with all that an exchange changes kept up to date.
import { difference } from "#src/core/arithmetic.ts";
import { entryAt, type Matrix, type Vector } from "../vectors.ts";
import type { Box, GroupTree } from "./groups.ts";
import type { Objective } from "./objective.ts";
import { turnoverOf } from "./problem.ts";

/** Some weight taken from one component and given to another; both are numbers of components. */
export interface Exchange {
  readonly to: number;
  readonly from: number;
}

/** An exchange that boxes and caps allow, what it adds to the objective, and what to the turnover. */
export interface PricedExchange extends Exchange {
  readonly cost: bigint;
  readonly turnover: bigint;
}

/** What one component adds to the objective and to the turnover when its weight changes. */
interface Side {
  readonly cost: bigint;
  readonly turnover: bigint;
}

export interface Bounds {
  readonly tree: GroupTree;
  readonly box: Box;
  readonly current: Vector;
  readonly turnoverMostPpm: bigint;
}

export class Walk {
  readonly #objective: Objective;
  readonly #bounds: Bounds;
  readonly #weights: bigint[];
  /** Of the quadratic and linear part, by component. */
  readonly #gradient: bigint[];
  /** What each group's cap leaves, and the turnover's. */
  readonly #roomOfGroup: bigint[];
  #roomOfTurnover: bigint;
  /** The groups that gain weight when `from` gives to `to`: those that hold `to` and not `from`. */
  readonly #entered: readonly (readonly (readonly number[])[])[];

  /** From feasible weights. */
  constructor(objective: Objective, bounds: Bounds, start: Vector) {
    this.#objective = objective;
    this.#bounds = bounds;
    this.#weights = [...start];
    this.#gradient = objective.quadratic.map((row, at) =>
      row.reduce((sum, entry, to) => sum + 2n * entry * entryAt(start, to), -2n * entryAt(objective.linear, at)),
    );
    this.#roomOfGroup = bounds.tree.map(({ members, mostPpm }) =>
      [...members].reduce((room, member) => room - entryAt(start, member), mostPpm),
    );
    this.#roomOfTurnover = bounds.turnoverMostPpm - turnoverOf(start, bounds.current);
    this.#entered = start.map((_, to) =>
      start.map((_, from) =>
        bounds.tree.flatMap(({ members }, group) => (members.has(to) && !members.has(from) ? [group] : [])),
      ),
    );
  }

  get weights(): Vector {
    return this.#weights;
  }

  get roomOfTurnover(): bigint {
    return this.#roomOfTurnover;
  }

  /**
   * All exchanges of `amount` that boxes and caps allow, whatever their turnover, in the order of `to` and then `from`.
   * Costs are exact, or, where `curvature` is undefined, those of the first order: amount times the marginals.
   */
  priced(amount: bigint, curvature: Matrix | undefined): PricedExchange[] {
    const gaining = this.#weights.map((_, at) => this.#side(at, amount, curvature));
    const losing = this.#weights.map((_, at) => this.#side(at, -amount, curvature));
    return gaining.flatMap((gain, to) => {
      if (gain === undefined) return [];
      const row = curvature === undefined ? undefined : entryAt(curvature, to);
      return losing.flatMap((loss, from) => {
        if (loss === undefined || to === from || !this.#hasRoom([{ to, from }], amount)) return [];
        const cross = row === undefined ? 0n : 2n * entryAt(row, from);
        return [{ to, from, cost: gain.cost + loss.cost - cross, turnover: gain.turnover + loss.turnover }];
      });
    });
  }

  /** Whether the caps leave room for both exchanges at once. */
  allows(one: Exchange, other: Exchange, amount: bigint): boolean {
    return this.#hasRoom([one, other], amount);
  }

  make({ to, from }: Exchange, amount: bigint): void {
    const { current } = this.#bounds;
    for (const [at, change] of [
      [to, amount],
      [from, -amount],
    ] as const) {
      const [before, now] = [entryAt(this.#weights, at), entryAt(current, at)];
      this.#roomOfTurnover += difference(before, now) - difference(before + change, now);
      this.#weights[at] = before + change;
      const row = entryAt(this.#objective.quadratic, at);
      for (const [other, slope] of this.#gradient.entries())
        this.#gradient[other] = slope + 2n * change * entryAt(row, other);
    }
    for (const group of this.#groupsEntered(to, from)) this.#roomOfGroup[group] = this.#room(group) - amount;
    for (const group of this.#groupsEntered(from, to)) this.#roomOfGroup[group] = this.#room(group) + amount;
  }

  #side(at: number, change: bigint, curvature: Matrix | undefined): Side | undefined {
    const { box, current } = this.#bounds;
    const [weight, now] = [entryAt(this.#weights, at), entryAt(current, at)];
    if (weight + change > entryAt(box.most, at) || weight + change < entryAt(box.least, at)) return undefined;
    const turnover = difference(weight + change, now) - difference(weight, now);
    const curved = curvature === undefined ? 0n : entryAt(entryAt(curvature, at), at);
    const cost = change * entryAt(this.#gradient, at) + curved + this.#objective.turnoverCost * turnover;
    return { cost, turnover };
  }

  #hasRoom(exchanges: readonly Exchange[], amount: bigint): boolean {
    const [first, second] = exchanges;
    if (first === undefined) return true;
    if (second === undefined)
      return this.#groupsEntered(first.to, first.from).every((each) => this.#room(each) >= amount);
    return this.#roomOfGroup.every((room, group) => {
      const change = [first, second].reduce((sum, { to, from }) => {
        if (this.#groupsEntered(to, from).includes(group)) return sum + amount;
        return this.#groupsEntered(from, to).includes(group) ? sum - amount : sum;
      }, 0n);
      return change <= room;
    });
  }

  #groupsEntered(to: number, from: number): readonly number[] {
    return entryAt(entryAt(this.#entered, to), from);
  }

  #room(group: number): bigint {
    return entryAt(this.#roomOfGroup, group);
  }
}
