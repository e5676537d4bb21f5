// Answers that take much computing: kept by height, so that asking again costs nothing, and made few at once.
import type { QueryDefinition } from "#src/machine/query.ts";
import { httpProblems } from "./httpProblems.ts";
import { type Json, jsonFormOf } from "./jsonForm.ts";
import { Seats } from "./seats.ts";

interface Kept {
  readonly definition: QueryDefinition;
  readonly height: number;
  readonly params: string;
  readonly answer: Promise<Json>;
}

export class CostlyAnswers {
  readonly #seats: Seats;
  readonly #keptMost: number;
  /** The newest last. */
  #kept: readonly Kept[] = [];

  constructor(atOnce: number, keptMost: number) {
    this.#seats = new Seats(atOnce);
    this.#keptMost = keptMost;
  }

  /** What a height came to never changes: whoever asks the same shares one answer, also while it is being made. */
  answer(
    definition: QueryDefinition,
    height: number,
    params: Readonly<Record<string, unknown>>,
    make: () => Promise<Json>,
  ): Promise<Json> {
    const asked = JSON.stringify(jsonFormOf(params));
    const known = this.#kept.find(
      (kept) => kept.definition === definition && kept.height === height && kept.params === asked,
    );
    if (known !== undefined) return known.answer;
    if (!this.#seats.take()) throw httpProblems.tooManyCostlyAnswers({ headers: { "retry-after": "1" } });
    const answer = afterOthers(make).finally(() => this.#seats.giveBack());
    const kept = { definition, height, params: asked, answer };
    this.#kept = [...this.#kept, kept].slice(-this.#keptMost);
    // A failure is not kept: it may be the storage's, and tells nothing of the height.
    answer.catch(() => {
      this.#kept = this.#kept.filter((other) => other !== kept);
    });
    return answer;
  }
}

/** Lets what waits on this thread go first, blocks above all. */
async function afterOthers(make: () => Promise<Json>): Promise<Json> {
  await new Promise((resolve) => setImmediate(resolve));
  return make();
}
