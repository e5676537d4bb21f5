// What the light client has verified and keeps: a few light blocks, from which the next ones are verified.

import type { LightBlock } from "./lightBlock.ts";
import { LightError } from "./lightError.ts";

/** A store may live longer than a program; it must be as safe from others as the program itself. */
export interface TrustedStore {
  /** The block of a height. */
  get(height: number): Promise<LightBlock | undefined>;
  /** The newest block at a height or below it. */
  atOrBelow(height: number): Promise<LightBlock | undefined>;
  /** The oldest block at a height or above it. */
  atOrAbove(height: number): Promise<LightBlock | undefined>;
  /** Adds a block; the store may forget others, but never the newest. */
  put(block: LightBlock): Promise<void>;
}

/** A thousand blocks with a hundred signatures each take some tens of megabytes. */
const blocksMaxDefault = 1_000;

/** Keeps the newest blocks in memory. */
export class MemoryTrustedStore implements TrustedStore {
  readonly #blocksMax: number;
  /** In rising order of height. */
  #blocks: LightBlock[] = [];

  constructor(blocksMax = blocksMaxDefault) {
    if (!Number.isSafeInteger(blocksMax) || blocksMax < 1) {
      throw new LightError("light/invalidOptions", { option: "blocksMax" });
    }
    this.#blocksMax = blocksMax;
  }

  async get(height: number): Promise<LightBlock | undefined> {
    return this.#blocks.find(({ header }) => header.height === height);
  }

  async atOrBelow(height: number): Promise<LightBlock | undefined> {
    return this.#blocks.findLast(({ header }) => header.height <= height);
  }

  async atOrAbove(height: number): Promise<LightBlock | undefined> {
    return this.#blocks.find(({ header }) => header.height >= height);
  }

  async put(block: LightBlock): Promise<void> {
    const others = this.#blocks.filter(({ header }) => header.height !== block.header.height);
    const all = [...others, block].sort((a, b) => a.header.height - b.header.height);
    this.#blocks = all.slice(-this.#blocksMax);
  }
}
