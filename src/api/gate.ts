// A gate: lets so many callers be inside at once and turns the next one away.
import { assert } from "#src/core/assert.ts";

export class Gate {
  readonly most: number;
  #inside = 0;

  constructor(most: number) {
    this.most = most;
  }

  get inside(): number {
    return this.#inside;
  }

  get isFull(): boolean {
    return this.#inside >= this.most;
  }

  enter(): void {
    assert(!this.isFull, "a gate is asked before it is entered");
    this.#inside += 1;
  }

  leave(): void {
    assert(this.#inside > 0, "only who has entered a gate leaves it");
    this.#inside -= 1;
  }
}
