// The one source of chance in a simulation: xoshiro128**, seeded, so that a seed tells a whole run.
import { present } from "#src/core/assert.ts";

function rotateLeft(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

export class Random {
  readonly #state: [number, number, number, number];

  constructor(seed: number) {
    // SplitMix32 fills the state, so that near seeds make far runs.
    let mixed = seed | 0;
    const next = () => {
      mixed = (mixed + 0x9e37_79b9) | 0;
      let value = Math.imul(mixed ^ (mixed >>> 16), 0x21f0_aaad);
      value = Math.imul(value ^ (value >>> 15), 0x735a_2d97);
      return (value ^ (value >>> 15)) >>> 0;
    };
    this.#state = [next(), next(), next(), next()];
  }

  /** Thirty-two bits. */
  bits(): number {
    const state = this.#state;
    const [first, second, third, fourth] = state;
    const result = Math.imul(rotateLeft(Math.imul(second, 5), 7), 9) >>> 0;
    state[2] = third ^ first;
    state[3] = fourth ^ second;
    state[1] = second ^ state[2];
    state[0] = first ^ state[3];
    state[2] ^= second << 9;
    state[3] = rotateLeft(state[3], 11);
    return result;
  }

  /** A whole number from 0 to below a bound. */
  below(bound: number): number {
    return Number(this.bigBelow(BigInt(bound)));
  }

  /** A whole number within bounds, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  bigBelow(bound: bigint): bigint {
    let value = 0n;
    for (let reach = 1n; reach < bound << 32n; reach <<= 32n) value = (value << 32n) | BigInt(this.bits());
    return value % bound;
  }

  bigBetween(least: bigint, most: bigint): bigint {
    return least + this.bigBelow(most - least + 1n);
  }

  /** True in so many of a hundred cases. */
  percent(of: number): boolean {
    return this.bits() % 100 < of;
  }

  /** One of several; there must be one. */
  pick<Item>(items: readonly Item[]): Item {
    return present(items[this.below(items.length)], "there is something to pick from");
  }

  pickMaybe<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : this.pick(items);
  }

  /** One of several, each as likely as its weight says. */
  pickWeighted<Item extends { readonly weight: number }>(items: readonly Item[]): Item {
    let at = this.below(items.reduce((sum, { weight }) => sum + weight, 0));
    for (const item of items) {
      if (at < item.weight) return item;
      at -= item.weight;
    }
    return this.pick(items);
  }

  shuffle<Item>(items: readonly Item[]): Item[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const at = this.below(last + 1);
      const [left, right] = [shuffled[at], shuffled[last]];
      if (left === undefined || right === undefined) continue;
      shuffled[at] = right;
      shuffled[last] = left;
    }
    return shuffled;
  }

  /** Some of several, at most so many, in any order. */
  some<Item>(items: readonly Item[], most: number): Item[] {
    return this.shuffle(items).slice(0, this.between(1, Math.max(1, most)));
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.bits() & 0xff);
  }

  /** A duration that is short as often as it is long: its order of magnitude is drawn first. */
  spread(least: number, most: number): number {
    const magnitudes = Math.max(1, Math.ceil(Math.log2(most / Math.max(1, least))));
    const ceiling = Math.min(most, Math.max(1, least) * 2 ** this.between(1, magnitudes));
    return this.between(least, Math.max(least, Math.floor(ceiling)));
  }
}
