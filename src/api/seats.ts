// Seats: how many may do one costly thing at once; whoever finds none is turned away rather than queued.
import { assert } from "#src/core/assert.ts";

export class Seats {
  readonly #most: number;
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get taken(): number {
    return this.#taken;
  }

  /** False when none is left. */
  take(): boolean {
    if (this.#taken >= this.#most) return false;
    this.#taken += 1;
    return true;
  }

  giveBack(): void {
    assert(this.#taken > 0, "a seat is given back once");
    this.#taken -= 1;
  }
}
