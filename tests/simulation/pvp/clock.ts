// Block times, known some way ahead, so that a step can be aimed at the very millisecond at which something expires.
import { beginMs, quoteLifeMs } from "./setting.ts";

/** How far ahead times are known. */
export const horizonBlocks = 48;
/** One block in so many comes long after the one before. */
const jumpEveryBlocks = 30;

export class Clock {
  readonly #draw: (below: number) => number;
  /** By height, from `#first` on. */
  readonly #times: number[] = [beginMs];
  #first = 0;

  constructor(draw: (below: number) => number) {
    this.#draw = draw;
  }

  /** The time of a block that is at most the horizon ahead. */
  at(height: number): number {
    while (this.#first + this.#times.length <= height) this.#times.push(this.#next());
    return this.#times[height - this.#first] ?? 0;
  }

  isJump(height: number): boolean {
    return this.at(height) - this.at(height - 1) > 10_000;
  }

  /** The first block from one on that is exactly so much later, if there is one within the horizon. */
  find(from: number, timeMs: number): number | undefined {
    for (let height = from + 1; height < from + horizonBlocks; height += 1)
      if (this.at(height) === timeMs) return height;
    return undefined;
  }

  forget(below: number): void {
    const gone = Math.max(0, below - this.#first);
    this.#times.splice(0, gone);
    this.#first += gone;
  }

  #next(): number {
    const last = this.#times.at(-1) ?? beginMs;
    if (this.#draw(jumpEveryBlocks) === 0) return last + 30_000 + this.#draw(60_000);
    // Often a moment before, at, or after the end of a quote's life that an earlier block began.
    const aimed = this.#times.map((time) => time + quoteLifeMs).find((time) => time > last + 1 && time < last + 200);
    if (aimed !== undefined && this.#draw(3) > 0) return aimed + this.#draw(3) - 1;
    return last + 1 + this.#draw(160);
  }
}
