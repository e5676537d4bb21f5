// How far back the engine keeps its blocks, where it is allowed to drop any.

export interface Kept {
  /** The newest block. */
  readonly height: number;
  /** The earliest height whose state can be read here: a proof of it needs the header of the block after. */
  readonly earliestHeight: number;
  /** A joiner that begins with it needs its header and every block after it. */
  readonly oldestSnapshot: number | undefined;
}

/** The first block that must stay; 0 lets the engine drop none. `retainBlocks` is 0 where all are kept. */
export function retainHeight({ height, earliestHeight, oldestSnapshot }: Kept, retainBlocks: number): number {
  if (retainBlocks === 0 || oldestSnapshot === undefined) return 0;
  return Math.max(0, Math.min(height - retainBlocks + 1, earliestHeight, oldestSnapshot));
}
