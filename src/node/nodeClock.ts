// A node's clock: the machine's, which on a devnet may be set forward, so that nobody waits for the end of a month.

export class NodeClock {
  readonly #machineMs: () => number;
  #leadMs = 0;

  constructor(machineMs: () => number) {
    this.#machineMs = machineMs;
  }

  nowMs(): number {
    return this.#machineMs() + this.#leadMs;
  }

  /** Sets the clock forward, and answers what it shows. */
  advance(byMs: number): number {
    this.#leadMs += byMs;
    return this.nowMs();
  }

  /** Goes on from a moment that lies ahead: a ledger whose clock was set forward never goes back. */
  goOnFrom(timeMs: number): void {
    this.#leadMs = Math.max(this.#leadMs, timeMs - this.#machineMs());
  }
}
